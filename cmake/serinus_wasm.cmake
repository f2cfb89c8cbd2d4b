# Builds a runtime's Wasm module: no exceptions, no RTTI, no C library, only what every host executes.
#
#   serinus_wasm(kusama_runtime
#     SOURCES     runtime/sdk/call.cpp …      # from the project's root, or made by the build
#     PRECOMPILED runtime/sdk/precompiled.hpp # included by all of them
#     EMBEDDING   runtime/runtimes/kusama/blob.cpp     # those of the sources that embed
#     EMBEDS      files that they embed, from one folder
#     LIBRARIES   archives of objects for Wasm, such as ${SERINUS_SDK_WASM})
#
# makes the target kusama_runtime_wasm and the file kusama_runtime.wasm in the build folder. Sources and headers are those
# below SERINUS_SDK_ROOT: this repository, or where the SDK is installed; a runtime outside of it names its sources by
# absolute paths, and its own folders of headers in INCLUDES.
find_program(WASM_LD wasm-ld-19 REQUIRED)

set(SERINUS_WASM_FLAGS --target=wasm32-wasi -mcpu=mvp -mmutable-globals -fno-exceptions -fno-rtti -std=gnu++23 -O2
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Werror -Wno-gnu-statement-expression
  -Wno-gnu-statement-expression-from-macro-expansion -Wno-c23-extensions -fno-strict-aliasing -ffunction-sections
  -fdata-sections -fvisibility=hidden -I${SERINUS_SDK_ROOT}/src -I${SERINUS_SDK_ROOT}
  # Panics name their place: not where this build stands.
  -ffile-prefix-map=${SERINUS_SDK_ROOT}/=
  # Calls, events and errors of one shape become one function: 5 % of the code.
  -Xclang -fmerge-functions
  # A signed sum that overflows ends the execution, as an invariant that is broken.
  -fsanitize=signed-integer-overflow -fsanitize-trap=signed-integer-overflow)

# serinus_wasm_object(VARIABLE source): the name of its object, without a folder.
function(serinus_wasm_object variable source)
  string(REPLACE "${CMAKE_CURRENT_BINARY_DIR}/" "" object ${source})  # those that are made
  string(REPLACE "${CMAKE_CURRENT_SOURCE_DIR}/" "" object ${object})
  string(REPLACE "/" "_" object ${object})
  set(${variable} ${object}.o PARENT_SCOPE)
endfunction()

# serinus_wasm_compile(VARIABLE name …): the objects of these sources, with the arguments of serinus_wasm. PRECOMPILED_IN name: what another
# one has precompiled.
function(serinus_wasm_compile variable name)
  cmake_parse_arguments(W "" "PRECOMPILED;PRECOMPILED_IN" "SOURCES;EMBEDDING;EMBEDS;FLAGS;INCLUDES;LIBRARIES" ${ARGN})
  set(directory ${CMAKE_CURRENT_BINARY_DIR}/${name}.wasm.dir)
  file(MAKE_DIRECTORY ${directory})
  set(flags ${SERINUS_WASM_FLAGS} ${W_FLAGS})
  foreach(include IN LISTS W_INCLUDES)
    list(PREPEND flags -I${include} -ffile-prefix-map=${include}/=)
  endforeach()
  set(compile ${CMAKE_CXX_COMPILER_LAUNCHER} ${CMAKE_CXX_COMPILER} ${flags})

  set(pch "")
  if(W_PRECOMPILED_IN)
    set(pch ${CMAKE_CURRENT_BINARY_DIR}/${W_PRECOMPILED_IN}.wasm.dir/precompiled.pch)
  elseif(W_PRECOMPILED)
    cmake_path(ABSOLUTE_PATH W_PRECOMPILED BASE_DIRECTORY ${SERINUS_SDK_ROOT} OUTPUT_VARIABLE header)
    set(pch ${directory}/precompiled.pch)
    add_custom_command(OUTPUT ${pch}
      COMMAND ${CMAKE_CXX_COMPILER} ${flags} -Xclang -fno-pch-timestamp -MD -MF ${pch}.d -MT ${pch}
        -x c++-header ${header} -o ${pch}
      DEPENDS ${header} DEPFILE ${pch}.d
      COMMENT "Precompiling ${W_PRECOMPILED} for ${name}.wasm" VERBATIM)
  endif()

  set(objects "")
  foreach(source IN LISTS W_SOURCES)
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${SERINUS_SDK_ROOT} OUTPUT_VARIABLE path)
    serinus_wasm_object(object ${source})
    set(object ${directory}/${object})
    get_source_file_property(included ${source} SERINUS_INCLUDES)
    if(NOT included)
      set(included "")
    endif()
    set(own "")
    set(embeds "")
    set(own_compile ${compile})
    if(source IN_LIST W_EMBEDDING)
      set(embeds ${W_EMBEDS})
      list(GET embeds 0 first)
      cmake_path(GET first PARENT_PATH folder)
      set(own --embed-dir=${folder})
      # ccache does not know what is embedded, and would give back what was embedded before.
      list(REMOVE_ITEM own_compile ${CMAKE_CXX_COMPILER_LAUNCHER})
    elseif(source MATCHES "/wasm/libc.cpp$")
      set(own -fno-builtin)
    elseif(pch AND NOT source MATCHES "^src/")
      set(own -include-pch ${pch})
    endif()
    add_custom_command(OUTPUT ${object}
      COMMAND ${own_compile} ${own} -MD -MF ${object}.d -MT ${object} -c ${path} -o ${object}
      DEPENDS ${path} ${pch} ${included} ${embeds} DEPFILE ${object}.d
      COMMENT "Building ${source} for ${name}.wasm" VERBATIM COMMAND_EXPAND_LISTS)
    list(APPEND objects ${object})
  endforeach()
  set(${variable} ${objects} PARENT_SCOPE)
endfunction()

# serinus_wasm_unite(VARIABLE folder source…): sources that include eighteen of these each (serinus_module.cmake); without SERINUS_UNITED
# these.
function(serinus_wasm_unite variable folder)
  if(NOT SERINUS_UNITED)
    set(${variable} ${ARGN} PARENT_SCOPE)
    return()
  endif()
  set(united "")
  set(rest ${ARGN})
  while(rest)
    list(SUBLIST rest 0 18 group)
    list(REMOVE_ITEM rest ${group})
    set(text "")
    set(included "")
    foreach(source IN LISTS group)
      string(APPEND text "#include \"${source}\"\n")
      cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${SERINUS_SDK_ROOT})
      list(APPEND included ${source})
    endforeach()
    list(LENGTH united number)
    set(file ${CMAKE_CURRENT_BINARY_DIR}/${folder}/united_${number}.cpp)
    file(CONFIGURE OUTPUT ${file} CONTENT "${text}" @ONLY)
    # Some are made by the build.
    set_source_files_properties(${file} PROPERTIES SERINUS_INCLUDES "${included}")
    list(APPEND united ${file})
  endwhile()
  set(${variable} ${united} PARENT_SCOPE)
endfunction()

function(serinus_wasm name)
  cmake_parse_arguments(W "ON_REQUEST" "PRECOMPILED" "SOURCES;EMBEDDING;EMBEDS;FLAGS;INCLUDES;LIBRARIES" ${ARGN})
  serinus_wasm_compile(objects ${name} ${ARGN})
  serinus_wasm_link(${name} ${objects} ${W_LIBRARIES})
  if(W_ON_REQUEST)
    add_custom_target(${name}_wasm DEPENDS ${CMAKE_BINARY_DIR}/${name}.wasm)
  else()
    add_custom_target(${name}_wasm ALL DEPENDS ${CMAKE_BINARY_DIR}/${name}.wasm)
  endif()
  set(${name}_objects ${objects} ${W_LIBRARIES} PARENT_SCOPE)
endfunction()

# serinus_wasm_archive(libsdk.a PRECOMPILED … SOURCES …): an archive of objects for the LIBRARIES of runtimes.
function(serinus_wasm_archive path)
  find_program(LLVM_AR llvm-ar-19 REQUIRED)
  cmake_path(GET path STEM name)
  serinus_wasm_compile(objects ${name} ${ARGN})
  add_custom_command(OUTPUT ${path}
    COMMAND ${CMAKE_COMMAND} -E rm -f ${path}
    COMMAND ${LLVM_AR} rcsD ${path} ${objects}
    DEPENDS ${objects} COMMENT "Archiving ${name} for Wasm" VERBATIM)
endfunction()

function(serinus_wasm_link name)
  set(module ${CMAKE_BINARY_DIR}/${name}.wasm)
  # The stack lies below the data: an overflow faults instead of destroying it.
  set(link ${WASM_LD} --no-entry --gc-sections --fatal-warnings --import-memory --export=__heap_base --export-table
    --stack-first -z stack-size=1048576 -O2)
  # The names of functions, half as long as the code, stand in a second module of the same code: for profiles and traps.
  add_custom_command(OUTPUT ${module}
    COMMAND ${link} --strip-all --compress-relocations ${ARGN} -o ${module}
    COMMAND ${link} --strip-debug --compress-relocations ${ARGN} -o ${CMAKE_BINARY_DIR}/${name}.named.wasm
    DEPENDS ${ARGN} COMMENT "Linking ${name}.wasm" VERBATIM)
endfunction()

# serinus_wasm_variant(kusama_runtime_next OF kusama_runtime
#   REPLACED version.cpp   # sources of it whose objects are left out
#   SOURCES  version.cpp   # what stands in their place, with EMBEDDING, EMBEDS and INCLUDES as above
#   FLAGS    -D…)
#
# makes kusama_runtime_next.wasm of the other objects of kusama_runtime, and of these.
function(serinus_wasm_variant name)
  cmake_parse_arguments(W "" "OF" "REPLACED;SOURCES;EMBEDDING;EMBEDS;FLAGS;INCLUDES" ${ARGN})
  set(objects ${${W_OF}_objects})
  foreach(source IN LISTS W_REPLACED)
    serinus_wasm_object(object ${source})
    list(FILTER objects EXCLUDE REGEX "/${object}$")
  endforeach()
  serinus_wasm_compile(anew ${name} PRECOMPILED_IN ${W_OF} SOURCES ${W_SOURCES} EMBEDDING ${W_EMBEDDING} EMBEDS ${W_EMBEDS}
    FLAGS ${W_FLAGS} INCLUDES ${W_INCLUDES})
  serinus_wasm_link(${name} ${objects} ${anew})
endfunction()
