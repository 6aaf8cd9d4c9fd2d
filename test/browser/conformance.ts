/**
 * The ROOT files whose branches are read in Chromium and compared with uproot's record, by folder of
 * the reference data. Every branch that is supported counts: a file added here is compared whole.
 */
export const conformanceFiles: Readonly<Record<string, readonly string[]>> = {
  // Lists of numbers, zlib.
  atlas4lep: ["data_A.4lep.root", "data_B.4lep.root", "data_C.4lep.root", "data_D.4lep.root"],
  // Thousands of branches; vectors in records; LZMA and zlib.
  coffea: [
    "PHYSLITE_example.root",
    "missing_luminosityBlock.root",
    "nano_dimuon.root",
    "nano_dy.root",
    "nano_tree.root",
    "treemaker.root",
  ],
  skhep: [
    // One content, all codecs and versions.
    "uproot-HZZ.root",
    "uproot-HZZ-lz4.root",
    "uproot-HZZ-uncompressed.root",
    "uproot-Zmumu.root",
    "uproot-Zmumu-lz4.root",
    "uproot-Zmumu-zstd.root",
    "uproot-sample-6.16.00-lzma.root",
    "uproot-sample-6.20.04-lz4.root",
    "uproot-sample-6.20.04-lzma.root",
    "uproot-sample-6.20.04-uncompressed.root",
    "uproot-sample-6.20.04-zlib.root",
    // Directories, leaf lists, fixed sizes, offsets that are stored or not, ntuples as trees.
    "uproot-nesteddirs.root",
    "uproot-leaflist.root",
    "uproot-small-dy-withoffsets.root",
    "uproot-issue213.root",
    "uproot-issue38a.root",
    "uproot-issue-697.root",
    "uproot-hepdata-example.root",
    "uproot-mc10events.root",
    "nanoAOD_2015_CMS_Open_Data_ttbar.root",
    // Strings, objects and containers, streamed whole or split.
    "uproot-issue-569.root",
    "uproot-issue433-splitlevel2.root",
    "uproot-stl_containers.root",
    // RNTuples.
    "Run2012BC_DoubleMuParked_Muons_1000evts_rntuple_v1-0-0-0.root",
    "cmsopendata2015_ttbar_19980_NANOAOD_RNTupleImporter_rntuple_v1-0-0-1.root",
    "ntpl001_staff_rntuple_v1-0-1-0.root",
    "test_float_types_rntuple_v1-0-0-0.root",
    "test_nested_structs_rntuple_v1-0-0-0.root",
    "uproot-physlite-rntuple_v1-0-0-0.root",
  ],
};
