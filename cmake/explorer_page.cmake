# cmake -DEXPLORER=… -DFOLDER=… -P explorer_page.cmake: bundles explorer/ into FOLDER, where page_files.inc then names what the node embeds.
#
# The libraries that the page uses come by npm, as explorer/package-lock.json has them; they are installed if node_modules has others. Where
# there is no npm, or it reaches no registry, the program is built with a page that says how to get the explorer, and the next build tries
# again: only a whole page leaves FOLDER/bundled behind.
find_program(npm npm)
find_program(node NAMES node nodejs)
set(not_installed 3)

function(bundle result)
  execute_process(COMMAND ${node} ${EXPLORER}/build.mjs ${FOLDER} RESULT_VARIABLE code)
  set(${result} ${code} PARENT_SCOPE)
endfunction()

set(reason "")
file(MAKE_DIRECTORY ${FOLDER})
file(LOCK ${EXPLORER}/.installing GUARD PROCESS)
if(NOT node)
  set(reason "there is no node")
else()
  bundle(code)
  if(code EQUAL not_installed AND npm)
    execute_process(COMMAND ${npm} ci --ignore-scripts --no-audit --no-fund --loglevel=error --prefer-offline --fetch-retries=1
      --fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=2000 WORKING_DIRECTORY ${EXPLORER}
      RESULT_VARIABLE failed OUTPUT_QUIET ERROR_VARIABLE errors TIMEOUT 300)
    if(failed)
      set(reason "npm ci failed in explorer:\n${errors}")
    else()
      bundle(code)
    endif()
  elseif(code EQUAL not_installed)
    set(reason "there is no npm")
  endif()
endif()
file(LOCK ${EXPLORER}/.installing RELEASE)

if(NOT reason)
  if(NOT code EQUAL 0)
    message(FATAL_ERROR "The page of explorer/ cannot be bundled")
  endif()
  file(TOUCH ${FOLDER}/bundled)
  return()
endif()

message(WARNING "The program is built without the explorer, its page says how to get it: ${reason}")
file(REMOVE ${FOLDER}/bundled)
file(SHA256 ${EXPLORER}/without.html hash)
configure_file(${EXPLORER}/without.html ${FOLDER}/page/index.html COPYONLY)
file(CONFIGURE OUTPUT ${FOLDER}/page_files.inc CONTENT
  "// The page instead of the explorer.\nconstexpr char k_${hash}[] = {\n#embed \"page/index.html\"\n};\n
constexpr Entry kFiles[] = {\n    entry(\"/index.html\", \".html\", k_${hash}),\n};\n" @ONLY)
