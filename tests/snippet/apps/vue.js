// Small shops in Vue: each is what `window.app` of the page asks for, drawn into #root.
import { createApp, nextTick, ref } from "vue/dist/vue.esm-bundler.js";

const OFFER = '<div data-bh-action="it" class="box">Offer</div>';
const list = (key) => `<ul data-bh-action="it" data-bh-kind="products">
  <li v-for="(item, nth) in items" :key="${key}" :data-bh-item="item"><a :href="'#' + item">{{ item }}</a></li></ul>`;

const apps = {
  strict: { template: OFFER },
  renders_again: { template: `<div :key="step">${OFFER}</div>` },
  late: { template: `<div v-if="step">${OFFER}</div><div v-else class="box"></div>` },
  filled_late: { template: '<div data-bh-action="it">{{ step ? "Offer" : "" }}</div>' },
  shown_late: { template: OFFER.replace("<div", '<div v-show="step"') },
  fades_in: {
    template: `<component is="style">.v-enter-active { transition: opacity .1s } .v-enter-from { opacity: 0 }</component>
      <Transition>${OFFER.replace("<div", '<div v-if="step"')}</Transition>`,
  },
  portal: { template: `<Teleport to="body"><div v-if="step">${OFFER}</div></Teleport>` },
  reordered: {
    template: list("item"),
    items: [
      ["a", "b"],
      ["b", "a"],
    ],
  },
  reused: {
    template: list("nth"),
    items: [
      ["a", "b"],
      ["c", "b"],
    ],
  },
  longer: {
    template: list("item"),
    items: [
      ["a", "b"],
      ["a", "b", "c"],
    ],
  },
  stops: { template: '<div data-bh-action="it" class="box"><a href="#x" @click.prevent.stop>Look</a></div>' },
  routes: {
    template: `<main v-if="path == '/two'" key="two"><div data-bh-action="two" class="box">Two</div></main>
      <main v-else key="one"><div data-bh-action="it" class="box"><a href="/two" @click.prevent="go">Next</a></div></main>`,
  },
};

const { template, items = [[]] } = apps[window.app];
createApp({
  template,
  setup() {
    const step = ref(0);
    const path = ref(location.pathname);
    const shown = ref(items[0]);
    window.next = () => {
      step.value++;
      shown.value = items[1];
      return nextTick();
    };
    const go = () => {
      history.pushState({}, "", "/two");
      path.value = "/two";
    };
    return { step, path, items: shown, go };
  },
}).mount("#root");
