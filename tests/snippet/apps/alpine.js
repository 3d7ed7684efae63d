// Alpine with the morph that Livewire puts each answer of its server into the page with.
import morph from "@alpinejs/morph";
import Alpine from "alpinejs";

Alpine.plugin(morph);
window.Alpine = Alpine;
Alpine.start();
