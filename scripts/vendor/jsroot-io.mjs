export { clTBasket, FileProxy, openFile, TBuffer } from "jsroot/io";
