import { build } from "esbuild"; import { minify } from "terser"; import { brotliCompressSync as br, constants as c } from "node:zlib";
const r = await build({absWorkingDir:process.cwd()+"/static",entryPoints:["snippet/main.js"],write:false,bundle:true,format:"iife",target:"es2020",minifySyntax:true,
 define:{VERSIONS:'{"seen":"0123456789ab","plans":"a123456789ab","survey":"0c23456789ab"}',WHOLE:"false"}, banner:{js:"try{"},footer:{js:"}catch(e){console.warn('beheld:',e)}"}});
const t=r.outputFiles[0].text;
const base={ecma:2020,passes:3,unsafe_arrows:true};
const tries={base:{},unsafe:{unsafe:true},pg:{pure_getters:true},methods:{unsafe_methods:true},args:{keep_fargs:false},bool:{booleans_as_integers:true},p5:{passes:6},hoist:{hoist_vars:true},hf:{hoist_funs:true},noinline:{inline:1},noseq:{sequences:false},nojoin:{join_vars:false},nocollapse:{collapse_vars:false},reduce:{reduce_funcs:false},noarrows:{unsafe_arrows:false},arrows:{arrows:false},ncomp:{comparisons:false}, evaluate:{evaluate:false}, noprops:{hoist_props:false}, dead:{if_return:false}, cond:{conditionals:false}};
for (const [n,o] of Object.entries(tries)) { const {code}=await minify(t,{ecma:2020,compress:{...base,...o}}); console.log(n,code.length,br(code).length, br(code,{params:{[c.BROTLI_PARAM_MODE]:c.BROTLI_MODE_TEXT,[c.BROTLI_PARAM_SIZE_HINT]:code.length}}).length); }
const e=await build({stdin:{contents:t},write:false,minify:true,target:"es2020"}); console.log("esbuild",br(e.outputFiles[0].text).length);
