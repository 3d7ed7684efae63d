"""What setup.cfg cannot say: the client is imported as `beheld`, from a folder below sdk_py. The rest is there."""

from setuptools import find_namespace_packages, setup

OURS = ["collector*", "sdk_py*", "static*"]
ELSEWHERE = ["*.__pycache__*", "static.snippet*", "sdk_py.beheld*"]

setup(
    packages=[*find_namespace_packages(include=OURS, exclude=ELSEWHERE), "beheld"],
    package_dir={"beheld": "sdk_py/beheld"},
)
