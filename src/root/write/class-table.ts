/**
 * The classes that are written, with the versions and checksums of ROOT 6, as ROOT's own files
 * describe them; TArrayL64 to TMatrixTSparse<float> have members and versions as in ROOT's headers, and
 * checksums by the rule (`checksumOf`) that gives the others, as have the matrices of numbers, parameters but
 * those of int, TMap and TGraphBentErrors. A class is a line `name|version|checksum`; behind it, one line for each of its
 * bases and members: `kind|name|type|number of the type|bytes|more|title`. More is version and
 * checksum of a base, `version:name:class` of the member that counts an array's elements,
 * dimensions of a fixed array, or the numbers of a container and of what it contains.
 */
export const classTable: string = `
TObject|1|901bc02d
 number|fUniqueID|unsigned int|13|4||object unique identifier
 number|fBits|unsigned int|15|4||bit field status word
TString|2|00017419
TNamed|1|dfb74a3c
 base|TObject||66|0|1:901bc02d|Basic ROOT object
 string|fName|TString|65|24||object identifier
 string|fTitle|TString|65|24||object title
TObjString|1|9c8e4800
 base|TObject||66|0|1:901bc02d|Basic ROOT object
 string|fString|TString|65|24||wrapped TString
TCollection|3|57e3cb9c
 base|TObject||66|0|1:901bc02d|Basic ROOT object
 string|fName|TString|65|24||name of the collection
 number|fSize|int|3|4||number of elements in collection
TSeqCollection|0|fc6c3bc6
 base|TCollection||0|0|3:57e3cb9c|Collection abstract base class
TList|5|69c5c3bb
 base|TSeqCollection||0|0|0:fc6c3bc6|Sequenceable collection ABC
THashList|0|cc7e49c1
 base|TList||0|0|5:69c5c3bb|Doubly linked list
TObjArray|3|a99e6552
 base|TSeqCollection||0|0|0:fc6c3bc6|Sequenceable collection ABC
 number|fLowerBound|int|3|4||Lower bound of the array
 number|fLast|int|3|4||Last element in array containing an object
TArray|1|007021b2
 number|fN|int|6|4||Number of array elements
TArrayC|1|ae879936
 base|TArray||0|0|1:007021b2|Abstract array base class
 array|fArray|char*|41|1|1:fN:TArray|[fN] Array of fN chars
TArrayS|1|035c9314
 base|TArray||0|0|1:007021b2|Abstract array base class
 array|fArray|short*|42|2|1:fN:TArray|[fN] Array of fN shorts
TArrayI|1|d9d571c7
 base|TArray||0|0|1:007021b2|Abstract array base class
 array|fArray|int*|43|4|1:fN:TArray|[fN] Array of fN 32 bit integers
TArrayF|1|5a0bf6f1
 base|TArray||0|0|1:007021b2|Abstract array base class
 array|fArray|float*|45|4|1:fN:TArray|[fN] Array of fN floats
TArrayD|1|7139ef34
 base|TArray||0|0|1:007021b2|Abstract array base class
 array|fArray|double*|48|8|1:fN:TArray|[fN] Array of fN doubles
TAttLine|2|94074549
 number|fLineColor|short|2|2||Line color
 number|fLineStyle|short|2|2||Line style
 number|fLineWidth|short|2|2||Line width
TAttFill|2|ffd92a92
 number|fFillColor|short|2|2||Fill area color
 number|fFillStyle|short|2|2||Fill area style
TAttMarker|2|291d8bec
 number|fMarkerColor|short|2|2||Marker color
 number|fMarkerStyle|short|2|2||Marker style
 number|fMarkerSize|float|5|4||Marker size
TAttAxis|4|5c6fff3e
 number|fNdivisions|int|3|4||Number of divisions(10000*n3 + 100*n2 + n1)
 number|fAxisColor|short|2|2||Color of the line axis
 number|fLabelColor|short|2|2||Color of labels
 number|fLabelFont|short|2|2||Font for labels
 number|fLabelOffset|float|5|4||Offset of labels
 number|fLabelSize|float|5|4||Size of labels
 number|fTickLength|float|5|4||Length of tick marks
 number|fTitleOffset|float|5|4||Offset of axis title
 number|fTitleSize|float|5|4||Size of axis title
 number|fTitleColor|short|2|2||Color of axis title
 number|fTitleFont|short|2|2||Font for axis title
TAtt3D|1|0000757a
TAxis|10|5a496e70
 base|TNamed||67|0|1:dfb74a3c|The basis for a named object (name, title)
 base|TAttAxis||0|0|4:5c6fff3e|Axis attributes
 number|fNbins|int|3|4||Number of bins
 number|fXmin|double|8|8||low edge of first bin
 number|fXmax|double|8|8||upper edge of last bin
 any|fXbins|TArrayD|62|24||Bin edges array in X
 number|fFirst|int|3|4||first bin to display
 number|fLast|int|3|4||last bin to display
 number|fBits2|unsigned short|12|2||second bit status word
 number|fTimeDisplay|bool|18|1||on/off displaying time values instead of numerics
 string|fTimeFormat|TString|65|24||Date&time format, ex: 09/12/99 12:34:00
 pointer|fLabels|THashList*|64|8||List of labels
 pointer|fModLabs|TList*|64|8||List of modified labels
TH1|8|1c3740c4
 base|TNamed||67|0|1:dfb74a3c|The basis for a named object (name, title)
 base|TAttLine||0|0|2:94074549|Line attributes
 base|TAttFill||0|0|2:ffd92a92|Fill area attributes
 base|TAttMarker||0|0|2:291d8bec|Marker attributes
 number|fNcells|int|3|4||number of bins(1D), cells (2D) +U/Overflows
 object|fXaxis|TAxis|61|216||X axis descriptor
 object|fYaxis|TAxis|61|216||Y axis descriptor
 object|fZaxis|TAxis|61|216||Z axis descriptor
 number|fBarOffset|short|2|2||(1000*offset) for bar charts or legos
 number|fBarWidth|short|2|2||(1000*width) for bar charts or legos
 number|fEntries|double|8|8||Number of entries
 number|fTsumw|double|8|8||Total Sum of weights
 number|fTsumw2|double|8|8||Total Sum of squares of weights
 number|fTsumwx|double|8|8||Total Sum of weight*X
 number|fTsumwx2|double|8|8||Total Sum of weight*X*X
 number|fMaximum|double|8|8||Maximum value for plotting
 number|fMinimum|double|8|8||Minimum value for plotting
 number|fNormFactor|double|8|8||Normalization factor
 any|fContour|TArrayD|62|24||Array to display contour levels
 any|fSumw2|TArrayD|62|24||Array of sum of squares of weights
 string|fOption|TString|65|24||histogram options
 pointer|fFunctions|TList*|63|8||->Pointer to list of functions (fits and user)
 number|fBufferSize|int|6|4||fBuffer size
 array|fBuffer|double*|48|8|8:fBufferSize:TH1|[fBufferSize] entry buffer
 number|fBinStatErrOpt|TH1::EBinErrorOpt|3|4||option for bin statistical errors
 number|fStatOverflows|TH1::EStatOverflows|3|4||per object flag to use under/overflows in statistics
TH1C|3|36f6e4ad
 base|TH1||0|0|8:1c3740c4|1-Dim histogram base class
 base|TArrayC||0|0|1:ae879936|Array of chars
TH1S|3|8c4d9dcb
 base|TH1||0|0|8:1c3740c4|1-Dim histogram base class
 base|TArrayS||0|0|1:035c9314|Array of shorts
TH1I|3|627564f6
 base|TH1||0|0|8:1c3740c4|1-Dim histogram base class
 base|TArrayI||0|0|1:d9d571c7|Array of ints
TH1F|3|e2939644
 base|TH1||0|0|8:1c3740c4|1-Dim histogram base class
 base|TArrayF||0|0|1:5a0bf6f1|Array of floats
TH1D|3|f9b1569f
 base|TH1||0|0|8:1c3740c4|1-Dim histogram base class
 base|TArrayD||0|0|1:7139ef34|Array of doubles
TH2|5|0182347f
 base|TH1||0|0|8:1c3740c4|1-Dim histogram base class
 number|fScalefactor|double|8|8||Scale factor
 number|fTsumwy|double|8|8||Total Sum of weight*Y
 number|fTsumwy2|double|8|8||Total Sum of weight*Y*Y
 number|fTsumwxy|double|8|8||Total Sum of weight*X*Y
TH2C|4|bd0010fe
 base|TH2||0|0|5:0182347f|2-Dim histogram base class
 base|TArrayC||0|0|1:ae879936|Array of chars
TH2S|4|1256ca1c
 base|TH2||0|0|5:0182347f|2-Dim histogram base class
 base|TArrayS||0|0|1:035c9314|Array of shorts
TH2I|4|e87e9147
 base|TH2||0|0|5:0182347f|2-Dim histogram base class
 base|TArrayI||0|0|1:d9d571c7|Array of ints
TH2F|4|689cc295
 base|TH2||0|0|5:0182347f|2-Dim histogram base class
 base|TArrayF||0|0|1:5a0bf6f1|Array of floats
TH2D|4|7fba82f0
 base|TH2||0|0|5:0182347f|2-Dim histogram base class
 base|TArrayD||0|0|1:7139ef34|Array of doubles
TH3|6|42d2445f
 base|TH1||0|0|8:1c3740c4|1-Dim histogram base class
 base|TAtt3D||0|0|1:0000757a|3D attributes
 number|fTsumwy|double|8|8||Total Sum of weight*Y
 number|fTsumwy2|double|8|8||Total Sum of weight*Y*Y
 number|fTsumwxy|double|8|8||Total Sum of weight*X*Y
 number|fTsumwz|double|8|8||Total Sum of weight*Z
 number|fTsumwz2|double|8|8||Total Sum of weight*Z*Z
 number|fTsumwxz|double|8|8||Total Sum of weight*X*Z
 number|fTsumwyz|double|8|8||Total Sum of weight*Y*Z
TH3C|4|a1ff8d94
 base|TH3||0|0|6:42d2445f|3-Dim histogram base class
 base|TArrayC||0|0|1:ae879936|Array of chars
TH3S|4|f75646b2
 base|TH3||0|0|6:42d2445f|3-Dim histogram base class
 base|TArrayS||0|0|1:035c9314|Array of shorts
TH3I|4|cd7e0ddd
 base|TH3||0|0|6:42d2445f|3-Dim histogram base class
 base|TArrayI||0|0|1:d9d571c7|Array of ints
TH3F|4|4d9c3f2b
 base|TH3||0|0|6:42d2445f|3-Dim histogram base class
 base|TArrayF||0|0|1:5a0bf6f1|Array of floats
TH3D|4|64b9ff86
 base|TH3||0|0|6:42d2445f|3-Dim histogram base class
 base|TArrayD||0|0|1:7139ef34|Array of doubles
TProfile|7|4bedee54
 base|TH1D||0|0|3:f9b1569f|1-Dim histograms (one double per channel)
 any|fBinEntries|TArrayD|62|24||number of entries per bin
 number|fErrorMode|EErrorType|3|4||Option to compute errors
 number|fYmin|double|8|8||Lower limit in Y (if set)
 number|fYmax|double|8|8||Upper limit in Y (if set)
 number|fTsumwy|double|8|8||Total Sum of weight*Y
 number|fTsumwy2|double|8|8||Total Sum of weight*Y*Y
 any|fBinSumw2|TArrayD|62|24||Array of sum of squares of weights per bin
TProfile2D|8|36a142ac
 base|TH2D||0|0|4:7fba82f0|2-Dim histograms (one double per channel)
 any|fBinEntries|TArrayD|62|24||number of entries per bin
 number|fErrorMode|EErrorType|3|4||Option to compute errors
 number|fZmin|double|8|8||Lower limit in Z (if set)
 number|fZmax|double|8|8||Upper limit in Z (if set)
 number|fTsumwz|double|8|8||Total Sum of weight*Z
 number|fTsumwz2|double|8|8||Total Sum of weight*Z*Z
 any|fBinSumw2|TArrayD|62|24||Array of sum of squares of weights per bin
TProfile3D|8|f60c6814
 base|TH3D||0|0|4:64b9ff86|3-Dim histograms (one double per channel)
 any|fBinEntries|TArrayD|62|24||number of entries per bin
 number|fErrorMode|EErrorType|3|4||Option to compute errors
 number|fTmin|double|8|8||Lower limit in T (if set)
 number|fTmax|double|8|8||Upper limit in T (if set)
 number|fTsumwt|double|8|8||Total Sum of weight*T
 number|fTsumwt2|double|8|8||Total Sum of weight*T*T
 any|fBinSumw2|TArrayD|62|24||Array of sum of squares of weights per bin
TGraph|4|05f7f465
 base|TNamed||67|0|1:dfb74a3c|The basis for a named object (name, title)
 base|TAttLine||0|0|2:94074549|Line attributes
 base|TAttFill||0|0|2:ffd92a92|Fill area attributes
 base|TAttMarker||0|0|2:291d8bec|Marker attributes
 number|fNpoints|int|6|4||Number of points <= fMaxSize
 array|fX|double*|48|8|4:fNpoints:TGraph|[fNpoints] array of X points
 array|fY|double*|48|8|4:fNpoints:TGraph|[fNpoints] array of Y points
 pointer|fFunctions|TList*|64|8||Pointer to list of functions (fits and user)
 pointer|fHistogram|TH1F*|64|8||Pointer to histogram used for drawing axis
 number|fMinimum|double|8|8||Minimum value for plotting along y
 number|fMaximum|double|8|8||Maximum value for plotting along y
TGraphErrors|3|2a7ce30f
 base|TGraph||0|0|4:05f7f465|Graph graphics class
 array|fEX|double*|48|8|4:fNpoints:TGraph|[fNpoints] array of X errors
 array|fEY|double*|48|8|4:fNpoints:TGraph|[fNpoints] array of Y errors
TGraphAsymmErrors|3|cc46af3b
 base|TGraph||0|0|4:05f7f465|Graph graphics class
 array|fEXlow|double*|48|8|4:fNpoints:TGraph|[fNpoints] array of X low errors
 array|fEXhigh|double*|48|8|4:fNpoints:TGraph|[fNpoints] array of X high errors
 array|fEYlow|double*|48|8|4:fNpoints:TGraph|[fNpoints] array of Y low errors
 array|fEYhigh|double*|48|8|4:fNpoints:TGraph|[fNpoints] array of Y high errors
TMatrixTBase<double>|5|8b1ac221
 base|TObject||66|0|1:901bc02d|Basic ROOT object
 number|fNrows|int|3|4||number of rows
 number|fNcols|int|3|4||number of columns
 number|fRowLwb|int|3|4||lower bound of the row index
 number|fColLwb|int|3|4||lower bound of the col index
 number|fNelems|int|3|4||number of elements in matrix
 number|fNrowIndex|int|3|4||length of row index array (= fNrows+1) wich is only used for sparse matrices
 number|fTol|double|8|8||sqrt(epsilon); epsilon is smallest number number so that  1+epsilon > 1
TMatrixT<double>|4|080d139c
 base|TMatrixTBase<double>||0|0|5:8b1ac221|Matrix base class
 array|fElements|double*|48|8|5:fNelems:TMatrixTBase<double>|[fNelems] elements themselves
TVectorT<double>|4|6a0d4caf
 base|TObject||66|0|1:901bc02d|Basic ROOT object
 number|fNrows|int|6|4||number of rows
 number|fRowLwb|int|3|4||lower bound of the row index
 array|fElements|double*|48|8|4:fNrows:TVectorT<double>|[fNrows] elements themselves
TMatrixTBase<float>|5|7fb24945
 base|TObject||66|0|1:901bc02d|Basic ROOT object
 number|fNrows|int|3|4||number of rows
 number|fNcols|int|3|4||number of columns
 number|fRowLwb|int|3|4||lower bound of the row index
 number|fColLwb|int|3|4||lower bound of the col index
 number|fNelems|int|3|4||number of elements in matrix
 number|fNrowIndex|int|3|4||length of row index array (= fNrows+1) wich is only used for sparse matrices
 number|fTol|float|5|4||sqrt(epsilon); epsilon is smallest number number so that  1+epsilon > 1
TMatrixT<float>|4|c315ce4f
 base|TMatrixTBase<float>||0|0|5:7fb24945|Matrix base class
 array|fElements|float*|45|4|5:fNelems:TMatrixTBase<float>|[fNelems] elements themselves
TVectorT<float>|4|e9c89d05
 base|TObject||66|0|1:901bc02d|Basic ROOT object
 number|fNrows|int|6|4||number of rows
 number|fRowLwb|int|3|4||lower bound of the row index
 array|fElements|float*|45|4|4:fNrows:TVectorT<float>|[fNrows] elements themselves
TParameter<int>|2|fe8557f8
 base|TObject||66|0|1:901bc02d|Basic ROOT object
 string|fName|TString|65|24||
 number|fVal|int|3|4||
TParameter<double>|2|755b05d8
 base|TObject||66|0|1:901bc02d|Basic ROOT object
 string|fName|TString|65|24||
 number|fVal|double|8|8||
TParameter<float>|2|53398bb2
 base|TObject||66|0|1:901bc02d|Basic ROOT object
 string|fName|TString|65|24||
 number|fVal|float|5|4||
TParameter<bool>|2|c6786bac
 base|TObject||66|0|1:901bc02d|Basic ROOT object
 string|fName|TString|65|24||
 number|fVal|bool|18|1||
TParameter<Long64_t>|2|d96d1750
 base|TObject||66|0|1:901bc02d|Basic ROOT object
 string|fName|TString|65|24||
 number|fVal|Long64_t|16|8||
TGraphBentErrors|1|499c059f
 base|TGraph||0|0|4:05f7f465|Graph graphics class
 array|fEXlow|double*|48|8|4:fNpoints:TGraph|[fNpoints] array of X low errors
 array|fEXhigh|double*|48|8|4:fNpoints:TGraph|[fNpoints] array of X high errors
 array|fEYlow|double*|48|8|4:fNpoints:TGraph|[fNpoints] array of Y low errors
 array|fEYhigh|double*|48|8|4:fNpoints:TGraph|[fNpoints] array of Y high errors
 array|fEXlowd|double*|48|8|4:fNpoints:TGraph|[fNpoints] array of X low displacements
 array|fEXhighd|double*|48|8|4:fNpoints:TGraph|[fNpoints] array of X high displacements
 array|fEYlowd|double*|48|8|4:fNpoints:TGraph|[fNpoints] array of Y low displacements
 array|fEYhighd|double*|48|8|4:fNpoints:TGraph|[fNpoints] array of Y high displacements
TArrayL64|1|18e70794
 base|TArray||0|0|1:007021b2|Abstract array base class
 array|fArray|Long64_t*|56|8|1:fN:TArray|[fN] Array of fN long64s
TH1L|0|e7618979
 base|TH1||0|0|8:1c3740c4|1-Dim histogram base class
 base|TArrayL64||0|0|1:18e70794|Array of long64s
TH2L|0|9db41852
 base|TH2||0|0|5:0182347f|2-Dim histogram base class
 base|TArrayL64||0|0|1:18e70794|Array of long64s
TH3L|0|aaaf7998
 base|TH3||0|0|6:42d2445f|3-Dim histogram base class
 base|TArrayL64||0|0|1:18e70794|Array of long64s
TGraph2D|1|84746450
 base|TNamed||67|0|1:dfb74a3c|The basis for a named object (name, title)
 base|TAttLine||0|0|2:94074549|Line attributes
 base|TAttFill||0|0|2:ffd92a92|Fill area attributes
 base|TAttMarker||0|0|2:291d8bec|Marker attributes
 number|fNpoints|int|6|4||Number of points in the data set
 number|fNpx|int|3|4||Number of bins along X in fHistogram
 number|fNpy|int|3|4||Number of bins along Y in fHistogram
 number|fMaxIter|int|3|4||Maximum number of iterations to find Delaunay triangles
 array|fX|double*|48|8|1:fNpoints:TGraph2D|[fNpoints]
 array|fY|double*|48|8|1:fNpoints:TGraph2D|[fNpoints] Data set to be plotted
 array|fZ|double*|48|8|1:fNpoints:TGraph2D|[fNpoints]
 number|fMinimum|double|8|8||Minimum value for plotting along z
 number|fMaximum|double|8|8||Maximum value for plotting along z
 number|fMargin|double|8|8||Extra space (in %) around interpolated area for fHistogram
 number|fZout|double|8|8||fHistogram bin height for points lying outside the interpolated area
 pointer|fFunctions|TList*|64|8||Pointer to list of functions (fits and user)
 number|fUserHisto|bool|18|1||True when SetHistogram has been called
TGraph2DErrors|1|ca21f9c3
 base|TGraph2D||0|0|1:84746450|Set of n x[n],y[n],z[n] points with 3-d graphics including Delaunay triangulation
 array|fEX|double*|48|8|1:fNpoints:TGraph2D|[fNpoints] array of X errors
 array|fEY|double*|48|8|1:fNpoints:TGraph2D|[fNpoints] array of Y errors
 array|fEZ|double*|48|8|1:fNpoints:TGraph2D|[fNpoints] array of Z errors
TGraph2DAsymmErrors|1|edac4de8
 base|TGraph2D||0|0|1:84746450|Set of n x[n],y[n],z[n] points with 3-d graphics including Delaunay triangulation
 array|fEXlow|double*|48|8|1:fNpoints:TGraph2D|[fNpoints] array of X low errors
 array|fEXhigh|double*|48|8|1:fNpoints:TGraph2D|[fNpoints] array of X high errors
 array|fEYlow|double*|48|8|1:fNpoints:TGraph2D|[fNpoints] array of Y low errors
 array|fEYhigh|double*|48|8|1:fNpoints:TGraph2D|[fNpoints] array of Y high errors
 array|fEZlow|double*|48|8|1:fNpoints:TGraph2D|[fNpoints] array of Z low errors
 array|fEZhigh|double*|48|8|1:fNpoints:TGraph2D|[fNpoints] array of Z high errors
TGraphMultiErrors|1|1a63990a
 base|TGraph||0|0|4:05f7f465|Graph graphics class
 number|fNYErrors|int|3|4||The amount of different y-errors
 number|fSumErrorsMode|int|3|4||How y errors are summed: kOnlyFirst = Only First; kSquareSum = Squared Sum; kSum =
 array|fExL|double*|48|8|4:fNpoints:TGraph|[fNpoints] array of X low errors
 array|fExH|double*|48|8|4:fNpoints:TGraph|[fNpoints] array of X high errors
 stl|fEyL|vector<TArrayD>|500|24|1:61|two dimensional array of Y low errors
 stl|fEyH|vector<TArrayD>|500|24|1:61|two dimensional array of Y high errors
 stl|fAttFill|vector<TAttFill>|500|24|1:61|the AttFill attributes of the different errors
 stl|fAttLine|vector<TAttLine>|500|24|1:61|the AttLine attributes of the different errors
TMatrixTSparse<double>|3|e90601f6
 base|TMatrixTBase<double>||0|0|5:8b1ac221|Matrix base class
 array|fRowIndex|int*|43|4|5:fNrowIndex:TMatrixTBase<double>|[fNrowIndex] row index
 array|fColIndex|int*|43|4|5:fNelems:TMatrixTBase<double>|[fNelems]    column index
 array|fElements|double*|48|8|5:fNelems:TMatrixTBase<double>|[fNelems]
TMatrixTSparse<float>|3|8d171059
 base|TMatrixTBase<float>||0|0|5:7fb24945|Matrix base class
 array|fRowIndex|int*|43|4|5:fNrowIndex:TMatrixTBase<float>|[fNrowIndex] row index
 array|fColIndex|int*|43|4|5:fNelems:TMatrixTBase<float>|[fNelems]    column index
 array|fElements|float*|45|4|5:fNelems:TMatrixTBase<float>|[fNelems]
pair<double,double>|1|00d7bed2
 number|first|double|8|8||
 number|second|double|8|8||
TMap|3|c3c3d6a2
 base|TCollection||0|0|3:57e3cb9c|Collection ABC
TEfficiency|2|52931aeb
 base|TNamed||67|0|1:dfb74a3c|The basis for a named object (name, title)
 base|TAttLine||0|0|2:94074549|Line attributes
 base|TAttFill||0|0|2:ffd92a92|Fill area attributes
 base|TAttMarker||0|0|2:291d8bec|Marker attributes
 number|fBeta_alpha|double|8|8||global parameter for prior beta distribution (default = 1)
 number|fBeta_beta|double|8|8||global parameter for prior beta distribution (default = 1)
 stl|fBeta_bin_params|vector<pair<double,double> >|500|24|1:61|parameter for prior beta distribution different bin by bin
 number|fConfLevel|double|8|8||confidence level (default = 0.683, 1 sigma)
 pointer|fFunctions|TList*|63|8||->pointer to list of functions
 pointer|fPassedHistogram|TH1*|64|8||histogram for events which passed certain criteria
 number|fStatisticOption|TEfficiency::EStatOption|3|4||defines how the confidence intervals are determined
 pointer|fTotalHistogram|TH1*|64|8||histogram for total number of events
 number|fWeight|double|8|8||weight for all events (default = 1)
TLeaf|2|6d1e8152
 base|TNamed||67|0|1:dfb74a3c|The basis for a named object (name, title)
 number|fLen|int|3|4||Number of fixed length elements in the leaf's data.
 number|fLenType|int|3|4||Number of bytes for this data type
 number|fOffset|int|3|4||Offset in ClonesArray object (if one)
 number|fIsRange|bool|18|1||(=kTRUE if leaf has a range, kFALSE otherwise)
 number|fIsUnsigned|bool|18|1||(=kTRUE if unsigned, kFALSE otherwise)
 pointer|fLeafCount|TLeaf*|64|8||Pointer to Leaf count if variable length (we do not own the counter)
TLeafElement|1|a04f8893
 base|TLeaf||0|0|2:6d1e8152|Leaf: description of a Branch data type
 number|fID|int|3|4||element serial number in fInfo
 number|fType|int|3|4||leaf type
TLeafB|1|0f1e4b5e
 base|TLeaf||0|0|2:6d1e8152|Leaf: description of a Branch data type
 number|fMinimum|char|1|1||Minimum value if leaf range is specified
 number|fMaximum|char|1|1||Maximum value if leaf range is specified
TLeafS|1|150ceecf
 base|TLeaf||0|0|2:6d1e8152|Leaf: description of a Branch data type
 number|fMinimum|short|2|2||Minimum value if leaf range is specified
 number|fMaximum|short|2|2||Maximum value if leaf range is specified
TLeafI|1|7e6aae19
 base|TLeaf||0|0|2:6d1e8152|Leaf: description of a Branch data type
 number|fMinimum|int|3|4||Minimum value if leaf range is specified
 number|fMaximum|int|3|4||Maximum value if leaf range is specified
TLeafL|1|de320862
 base|TLeaf||0|0|2:6d1e8152|Leaf: description of a Branch data type
 number|fMinimum|long long|16|8||Minimum value if leaf range is specified
 number|fMaximum|long long|16|8||Maximum value if leaf range is specified
TLeafF|1|3add9d72
 base|TLeaf||0|0|2:6d1e8152|Leaf: description of a Branch data type
 number|fMinimum|float|5|4||Minimum value if leaf range is specified
 number|fMaximum|float|5|4||Maximum value if leaf range is specified
TLeafD|1|118e8776
 base|TLeaf||0|0|2:6d1e8152|Leaf: description of a Branch data type
 number|fMinimum|double|8|8||Minimum value if leaf range is specified
 number|fMaximum|double|8|8||Maximum value if leaf range is specified
TLeafC|1|fbe3b2f3
 base|TLeaf||0|0|2:6d1e8152|Leaf: description of a Branch data type
 number|fMinimum|int|3|4||Minimum value if leaf range is specified
 number|fMaximum|int|3|4||Maximum value if leaf range is specified
TLeafO|1|02ae48d3
 base|TLeaf||0|0|2:6d1e8152|Leaf: description of a Branch data type
 number|fMinimum|bool|18|1||Minimum value if leaf range is specified
 number|fMaximum|bool|18|1||Maximum value if leaf range is specified
ROOT::TIOFeatures|1|1aa12f10
 number|fIOBits|unsigned char|11|1||
TBranch|13|10978aac
 base|TNamed||67|0|1:dfb74a3c|The basis for a named object (name, title)
 base|TAttFill||0|0|2:ffd92a92|Fill area attributes
 number|fCompress|int|3|4||Compression level and algorithm
 number|fBasketSize|int|3|4||Initial Size of  Basket Buffer
 number|fEntryOffsetLen|int|3|4||Initial Length of fEntryOffset table in the basket buffers
 number|fWriteBasket|int|3|4||Last basket number written
 number|fEntryNumber|long long|16|8||Current entry number (last one filled in this branch)
 any|fIOFeatures|ROOT::TIOFeatures|62|1||IO features for newly-created baskets.
 number|fOffset|int|3|4||Offset of this branch
 number|fMaxBaskets|int|6|4||Maximum number of Baskets so far
 number|fSplitLevel|int|3|4||Branch split level
 number|fEntries|long long|16|8||Number of entries
 number|fFirstEntry|long long|16|8||Number of the first entry in this branch
 number|fTotBytes|long long|16|8||Total number of bytes in all leaves before compression
 number|fZipBytes|long long|16|8||Total number of bytes in all leaves after compression
 object|fBranches|TObjArray|61|64||-> List of Branches of this branch
 object|fLeaves|TObjArray|61|64||-> List of leaves of this branch
 object|fBaskets|TObjArray|61|64||-> List of baskets of this branch
 array|fBasketBytes|int*|43|4|13:fMaxBaskets:TBranch|[fMaxBaskets] Length of baskets on file
 array|fBasketEntry|long long*|56|8|13:fMaxBaskets:TBranch|[fMaxBaskets] Table of first entry in each basket
 array|fBasketSeek|long long*|56|8|13:fMaxBaskets:TBranch|[fMaxBaskets] Addresses of baskets on file
 string|fFileName|TString|65|24||Name of file where buffers are stored ("" if in same file as Tree header)
TBranchElement|10|e74f5e63
 base|TBranch||0|0|13:10978aac|Branch descriptor
 string|fClassName|TString|65|24||Class name of referenced object
 string|fParentName|TString|65|24||Name of parent class
 string|fClonesName|TString|65|24||Name of class in TClonesArray (if any)
 number|fCheckSum|unsigned int|13|4||CheckSum of class
 number|fClassVersion|short|2|2||Version number of class
 number|fID|int|3|4||element serial number in fInfo
 number|fType|int|3|4||branch type
 number|fStreamerType|int|3|4||branch streamer type
 number|fMaximum|int|3|4||Maximum entries for a TClonesArray or variable array
 pointer|fBranchCount|TBranchElement*|64|8||pointer to primary branchcount branch
 pointer|fBranchCount2|TBranchElement*|64|8||pointer to secondary branchcount branch
TRefTable|3|8c895b85
 base|TObject||66|0|1:901bc02d|Basic ROOT object
 number|fSize|int|3|4||dummy for backward compatibility
 pointer|fParents|TObjArray*|64|8||array of Parent objects  (eg TTree branch) holding the referenced objects
 pointer|fOwner|TObject*|64|8||Object owning this TRefTable
 stl|fProcessGUIDs|vector<string>|500|24|1:61|UUIDs of TProcessIDs used in fParentIDs
TBranchRef|1|2360b3fd
 base|TBranch||0|0|13:10978aac|Branch descriptor
 pointer|fRefTable|TRefTable*|64|8||pointer to the TRefTable
TTree|20|7264e07f
 base|TNamed||67|0|1:dfb74a3c|The basis for a named object (name, title)
 base|TAttLine||0|0|2:94074549|Line attributes
 base|TAttFill||0|0|2:ffd92a92|Fill area attributes
 base|TAttMarker||0|0|2:291d8bec|Marker attributes
 number|fEntries|long long|16|8||Number of entries
 number|fTotBytes|long long|16|8||Total number of bytes in all branches before compression
 number|fZipBytes|long long|16|8||Total number of bytes in all branches after compression
 number|fSavedBytes|long long|16|8||Number of autosaved bytes
 number|fFlushedBytes|long long|16|8||Number of auto-flushed bytes
 number|fWeight|double|8|8||Tree weight (see TTree::SetWeight)
 number|fTimerInterval|int|3|4||Timer interval in milliseconds
 number|fScanField|int|3|4||Number of runs before prompting in Scan
 number|fUpdate|int|3|4||Update frequency for EntryLoop
 number|fDefaultEntryOffsetLen|int|3|4||Initial Length of fEntryOffset table in the basket buffers
 number|fNClusterRange|int|6|4||Number of Cluster range in addition to the one defined by 'AutoFlush'
 number|fMaxEntries|long long|16|8||Maximum number of entries in case of circular buffers
 number|fMaxEntryLoop|long long|16|8||Maximum number of entries to process
 number|fMaxVirtualSize|long long|16|8||Maximum total size of buffers kept in memory
 number|fAutoSave|long long|16|8||Autosave tree when fAutoSave entries written or -fAutoSave (compressed) bytes produced
 number|fAutoFlush|long long|16|8||Auto-flush tree when fAutoFlush entries written or -fAutoFlush (compressed) bytes produced
 number|fEstimate|long long|16|8||Number of entries to estimate histogram limits
 array|fClusterRangeEnd|long long*|56|8|20:fNClusterRange:TTree|[fNClusterRange] Last entry of a cluster range.
 array|fClusterSize|long long*|56|8|20:fNClusterRange:TTree|[fNClusterRange] Number of entries in each cluster for a given range.
 any|fIOFeatures|ROOT::TIOFeatures|62|1||IO features to define for newly-written baskets and branches.
 object|fBranches|TObjArray|61|64||List of Branches
 object|fLeaves|TObjArray|61|64||Direct pointers to individual branch leaves
 pointer|fAliases|TList*|64|8||List of aliases for expressions based on the tree branches.
 any|fIndexValues|TArrayD|62|24||Sorted index values
 any|fIndex|TArrayI|62|24||Index of sorted values
 pointer|fTreeIndex|TVirtualIndex*|64|8||Pointer to the tree Index (if any)
 pointer|fFriends|TList*|64|8||pointer to list of friend elements
 pointer|fUserInfo|TList*|64|8||pointer to a list of user objects associated to this Tree
 pointer|fBranchRef|TBranchRef*|64|8||Branch supporting the TRefTable (if any)
ROOT::RNTuple|2|4ba21bf5
 number|fVersionEpoch|unsigned short|12|2||
 number|fVersionMajor|unsigned short|12|2||
 number|fVersionMinor|unsigned short|12|2||
 number|fVersionPatch|unsigned short|12|2||
 number|fSeekHeader|unsigned long long|17|8||
 number|fNBytesHeader|unsigned long long|17|8||
 number|fLenHeader|unsigned long long|17|8||
 number|fSeekFooter|unsigned long long|17|8||
 number|fNBytesFooter|unsigned long long|17|8||
 number|fLenFooter|unsigned long long|17|8||
 number|fMaxKeySize|unsigned long long|17|8||
`;
