export { create, createHistogram, gStyle, settings } from "jsroot/core";
export { makeSVG } from "jsroot/draw";
