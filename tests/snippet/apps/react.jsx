// Small shops in React: each is what `window.app` of the page asks for, drawn into #root.
import { StrictMode, useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { createRoot, hydrateRoot } from "react-dom/client";

const Offer = ({ children = "Offer", ...more }) => (
    <div data-bh-action="it" className="box" {...more}>
        {children}
    </div>
);

const Card = ({ item }) => (
    <li data-bh-item={item}>
        <a href={"#" + item}>{item}</a>
    </li>
);

const Widget = ({ items, keyed }) => (
    <ul data-bh-action="it" data-bh-kind="products">
        {items.map((item, nth) => (
            <Card key={keyed ? item : nth} item={item} />
        ))}
    </ul>
);

/** What the page does next, by `window.next`. */
function useStep() {
    const [step, setStep] = useState(0);
    useEffect(() => {
        window.next = () => setStep((now) => now + 1);
    }, []);
    return step;
}

const apps = {
    strict: () => {
        useStep();
        return <Offer />;
    },
    renders_again: () => <Offer key={useStep()} />,
    late: () => (useStep() ? <Offer /> : <div className="box" />),
    filled_late: () => <Offer className="">{useStep() ? "Offer" : ""}</Offer>,
    portal: () => createPortal(useStep() ? <Offer style={{ position: "fixed", top: 0 }} /> : null, document.body),
    reordered: () => <Widget keyed items={useStep() ? ["b", "a"] : ["a", "b"]} />,
    reused: () => <Widget items={useStep() ? ["c", "b"] : ["a", "b"]} />,
    longer: () => <Widget keyed items={useStep() ? ["a", "b", "c"] : ["a", "b"]} />,
    stops: () => {
        useStep();
        return (
            <Offer>
                <a
                    href="#x"
                    onClick={(event) => {
                        event.preventDefault();
                        event.stopPropagation();
                    }}
                >
                    Look
                </a>
            </Offer>
        );
    },
    routes: () => {
        const step = useStep();
        const [path, setPath] = useState(location.pathname);
        const go = (event) => {
            event.preventDefault();
            history.pushState({}, "", "/two");
            setPath("/two");
        };
        return path == "/two" ? (
            <main key="two">
                <Offer data-bh-action="two" />
            </main>
        ) : (
            <main key={step}>
                <Offer>
                    <a href="/two" onClick={go}>
                        Next
                    </a>
                </Offer>
            </main>
        );
    },
};

const root = document.getElementById("root");
const App = apps[window.app];
const tree = (
    <StrictMode>
        <App />
    </StrictMode>
);
if (root.hasChildNodes()) hydrateRoot(root, tree, { onRecoverableError: () => {} });
else createRoot(root).render(tree);
