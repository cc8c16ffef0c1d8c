// Which visible texts have a contrast below 4.5 to what they stand on (WCAG 2.2, 1.4.3), and how low it is.
() => {
  const parse = (colour) => {
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
    return { red, green, blue, alpha };
  };
  const linear = (value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  const luminance = (c) => 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue);
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = parse(getComputedStyle(one).backgroundColor);
      if (colour.alpha === 1) return colour;
    }
    return parse("rgb(255,255,255)");
  };
  const found = [];
  let count = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const style = getComputedStyle(element);
    if (!node.data.trim() || !element.getBoundingClientRect().width) continue;
    if (element.closest("title,desc,style")) continue;
    const inPicture = element.closest("svg") !== null;
    const ink = parse(inPicture ? style.fill : style.color);
    const onFlag = element.classList.contains("on-flag");
    const under = onFlag ? parse(getComputedStyle(element.previousElementSibling).fill) : ground(element);
    const [low, high] = [luminance(ink), luminance(under)].sort((a, b) => a - b);
    const ratio = (high + 0.05) / (low + 0.05);
    count += 1;
    const faint = Number(style.opacity) < 1 || Number(style.fillOpacity) < 1 || ink.alpha < 1;
    if (ratio < 4.5 || faint) found.push([ratio.toFixed(2), node.data.trim().slice(0, 40)]);
  }
  return { count, found };
};
