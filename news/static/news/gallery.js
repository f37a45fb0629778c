// The pictures of a page in a gallery. Its texts and the addresses of its parts, which change with
// their content, stand in the attributes of this script's element.
const { dataset } = document.getElementById("gallery-script");
const { default: Lightbox } = await import(dataset.lightbox);

const lightbox = new Lightbox({
  gallery: "main",
  children: "a.enlarge",
  pswpModule: () => import(dataset.photoswipe),
  bgOpacity: 1,
  loop: false,
  counter: false,
  closeTitle: dataset.close,
  zoomTitle: dataset.zoom,
  arrowPrevTitle: dataset.previous,
  arrowNextTitle: dataset.next,
  errorMsg: dataset.failure,
  // Room for the bar above and the caption below.
  paddingFn: (viewport) => ({ top: 60, bottom: viewport.y < 480 ? 0 : 110, left: 0, right: 0 }),
});

lightbox.on("uiRegister", () => {
  const gallery = lightbox.pswp;

  gallery.element.setAttribute("aria-label", dataset.gallery);
  gallery.element.setAttribute("aria-modal", "true");
  gallery.scrollWrap.removeAttribute("aria-roledescription");

  function onEachSlide(show) {
    gallery.on("change", () => show(gallery.currSlide.data.element));
  }

  gallery.ui.registerElement({
    name: "position",
    className: "gallery-position",
    order: 5,
    onInit(element) {
      onEachSlide(() => {
        element.textContent = dataset.counter
          .replace("{number}", gallery.currIndex + 1)
          .replace("{total}", gallery.getNumItems());
      });
    },
  });

  gallery.ui.registerElement({
    name: "download",
    title: dataset.download,
    order: 8,
    isButton: true,
    tagName: "a",
    html: {
      isCustomSVG: true,
      inner:
        '<path d="M17.5 7v10.3l3.2-3.2 1.8 1.8-6.5 6.5-6.5-6.5 1.8-1.8 3.2 3.2V7zM8 23h16v2.6H8z" id="pswp__icn-download"/>',
      outlineID: "pswp__icn-download",
    },
    onInit(element) {
      element.setAttribute("download", "");
      onEachSlide((link) => {
        element.hidden = !link.dataset.download;
        if (link.dataset.download) element.href = link.dataset.download;
      });
    },
  });

  gallery.ui.registerElement({
    name: "words",
    className: "gallery-caption",
    appendTo: "root",
    onInit(element) {
      element.setAttribute("aria-live", "polite");
      onEachSlide((link) => {
        const caption = link.closest("figure").querySelector("figcaption");
        element.replaceChildren(...(caption ? caption.cloneNode(true).childNodes : []));
      });
    },
  });
});

lightbox.on("afterInit", () => {
  for (const { el } of lightbox.pswp.mainScroll.itemHolders) {
    el.setAttribute("aria-roledescription", dataset.slide);
  }
});

lightbox.init();
