// Which texts of the picture share more than a hairline with another one or with a bar, or stick out of it.
() => {
  const texts = [...document.querySelectorAll(".picture svg text")].filter((one) => one.textContent.trim());
  const boxes = texts.map((one) => [one.textContent, one.getBoundingClientRect()]);
  const bars = [...document.querySelectorAll(".picture svg .bar")].map((one) => ["a bar", one.getBoundingClientRect()]);
  const edge = document.querySelector(".picture svg").getBoundingClientRect();
  const found = [];
  boxes.forEach(([text, a], place) => {
    for (const [other, b] of [...boxes.slice(place + 1), ...bars]) {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      // Boxes are as high as a line; letters of lines that follow each other keep apart.
      if (wide > 1 && high > 2.5) found.push([text, other, wide, high]);
    }
    if (a.left < edge.left - 1 || a.right > edge.right + 1) found.push([text, "sticks out"]);
    if (a.top < edge.top - 1 || a.bottom > edge.bottom + 1) found.push([text, "sticks out"]);
  });
  return { count: boxes.length, found };
};
