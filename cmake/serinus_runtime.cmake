# Builds a runtime: its Wasm module, the specifications of its chains, and the test of its pallets.
#
#   serinus_runtime(NAME mychain             # also its namespace: serinus::mychain
#     RUNTIME runtime                        # the folder of its composition; default: this folder
#     ROOT folder                            # where includes begin, if it is not the folder of the CMakeLists.txt
#     PALLETS pallets/counter pallets/vault  # folders of pallets of its own; default: the folders below pallets/
#     PRESETS presets                        # the folder of its presets; default: presets
#     CRATE mychain_runtime                  # how the metadata calls the runtime itself; default: its name
#     MODULE mychain                         # the name of the module; default: its name
#     TYPE_NAMES names.txt                   # spellings of types in the metadata (sdk/metadata/type_names.hpp)
#     UNITED bytes VARIED Pallet…            # of a large runtime: neighbours share a source while their bodies are not larger
#                                            # (serinus_compose.cmake), those that variants have anew another; its metadata is made in parts too
#     ON_REQUEST                             # not built by default
#     WITHOUT_TEST                           # the caller makes the test, of mychain_native_sources and mychain_native_apis
#     WITHOUT_MODULE)                        # the test alone
#
# makes the targets
#
#   mychain_wasm         mychain.wasm in the build folder; its metadata is in mychain/ of the folder of this build
#   mychain_chains       mychain-<preset>.json for each preset <preset>.json: specifications that `serinus --chain` takes
#   mychain_test         the tests *_test.cpp of the composition and of its pallets, natively on a state in memory
#
# The folder of the composition has
#
#   pallets.hpp     which pallets: a line `using Counter = pallet_counter::Pallet<struct CounterConfig>;` for each
#   runtime.hpp     their configurations, and `struct Runtime : sdk::Embedded`
#   config/*.hpp    the configurations, where a runtime is large: serinus_compose.cmake says what that saves
#   api.hpp         the runtime APIs, `using RuntimeApis = sdk::List<…>;`
#   metadata/config_types.hpp  types of configurations for metadata 16, if it shows any (sdk/metadata/functions.hpp)
#   version.cpp     the version, which names the APIs; it uses declarations alone, for it is linked without the others
#   *.cpp           what else there is
#
# The bodies of the pallet Counter are counter.ipp in one of PALLETS, in the folder of the composition, or in a pallet of
# the SDK (serinus_compose.cmake). Includes are written from the folder of the CMakeLists.txt that calls this, or from ROOT.
#
# serinus_runtime_variant (below) makes further modules of the same objects.
#
# From outside come SERINUS_SDK_ROOT, the folder of src/, runtime/ and tools/; SERINUS_SDK_WASM, the archive of the SDK for
# Wasm; serinus_sdk_native, the library of the native SDK; serinus_sdk_test, GoogleTest with a main; and SERINUS_PROGRAM, the
# program `serinus`.
find_package(Python3 REQUIRED COMPONENTS Interpreter)

include(${CMAKE_CURRENT_LIST_DIR}/serinus_compose.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/unsigned_wrap.cmake)

# Makes embedded.cpp, with what sdk/embedded.hpp declares. Without METADATA it is the native form.
function(serinus_write_embedded output)
  cmake_parse_arguments(E "" "" "METADATA;PRESETS" ${ARGN})
  set(text "#include \"runtime/sdk/embedded.hpp\"\n#include \"runtime/sdk/metadata_blob.hpp\"\n\nnamespace serinus::sdk::embedded {\nnamespace {\n\n")
  set(names "")
  set(choices "")
  foreach(preset IN LISTS E_PRESETS)
    cmake_path(GET preset STEM name)
    string(MAKE_C_IDENTIFIER ${name} identifier)
    string(APPEND text "constexpr char k_${identifier}[] = {\n#embed \"${preset}\"\n};\n")
    list(APPEND names "\"${name}\"")
    string(APPEND choices "    if (name == \"${name}\") return std::string(k_${identifier}, sizeof k_${identifier});\n")
  endforeach()
  if(E_METADATA)
    # A file that is empty, for what the runtime does not have, becomes one byte.
    foreach(name file IN ZIP_LISTS SERINUS_METADATA_FILES E_METADATA)
      # Clang 19 takes the first byte that is embedded for a char, and refuses one above 127 as uint8_t. Metadata begins with a letter.
      set(byte uint8_t)
      if(name STREQUAL "hash")
        set(byte char)
      endif()
      string(APPEND text "constexpr ${byte} k_${name}[] = {\n#embed \"${file}\" if_empty(0)\n};\n")
    endforeach()
    # Of the other versions the module has what differs from version 15.
    set(versions "    if (version == 14) return MetadataBlob<k_v14, k_v15>::bytes();
    if (version == 15) return to_bytes(k_v15);
    if (version == 16 && sizeof k_v16 > 1) return MetadataBlob<k_v16, k_v15>::bytes();\n")
    set(hash "    if (sizeof k_hash > 1) return Hash256::from(as_bytes({k_hash, sizeof k_hash}));\n")
  endif()
  list(LENGTH names count)
  list(JOIN names ", " names)
  if(count)
    string(APPEND text "constexpr std::string_view kNames[] = {${names}};\n")
    set(span "kNames")
  endif()
  string(APPEND text "\n}  // namespace\n\nconstinit const std::span<const std::string_view> kPresetNames{${span}};\n\n"
    "std::optional<std::string> preset([[maybe_unused]] std::string_view name) {\n${choices}    return std::nullopt;\n}\n\n"
    "Bytes metadata([[maybe_unused]] uint32_t version) {\n${versions}    return {};\n}\n\n"
    "std::optional<Hash256> metadata_hash() {\n${hash}    return std::nullopt;\n}\n\n"
    "}  // namespace serinus::sdk::embedded\n")
  file(CONFIGURE OUTPUT ${output} CONTENT "${text}" @ONLY)
endfunction()
set(SERINUS_METADATA_FILES v14 v15 v16 hash)

# serinus_describe(library sources… [ROOT folder] [FLAGS flag…]): sources of the program that writes the metadata. It runs once
# per build: compiled fast, not well.
function(serinus_describe library)
  cmake_parse_arguments(D "" "ROOT" "FLAGS" ${ARGN})
  add_library(${library} OBJECT EXCLUDE_FROM_ALL ${D_UNPARSED_ARGUMENTS})
  target_include_directories(${library} PRIVATE ${D_ROOT})
  target_link_libraries(${library} PRIVATE serinus_sdk_native)
  target_compile_options(${library} PRIVATE -O0 -g0 ${D_FLAGS})
endfunction()

# serinus_write_metadata(VARIABLE folder program OBJECTS library… …): a program of these objects, and the files that it writes
# into the folder: SERINUS_METADATA_FILES, set in VARIABLE, and EXPORTS.
function(serinus_write_metadata variable folder program)
  cmake_parse_arguments(M "" "FACTS;TYPE_NAMES;EXPORTS" "OBJECTS" ${ARGN})
  set(objects "")
  foreach(library IN LISTS M_OBJECTS)
    list(APPEND objects $<TARGET_OBJECTS:${library}>)
  endforeach()
  add_executable(${program} EXCLUDE_FROM_ALL ${objects})
  target_link_libraries(${program} PRIVATE serinus_sdk_native)
  file(MAKE_DIRECTORY ${folder})
  set(files ${folder}/metadata_v14.scale ${folder}/metadata_v15.scale ${folder}/metadata_v16.scale ${folder}/metadata_hash)
  set(outputs "")
  foreach(name file IN ZIP_LISTS SERINUS_METADATA_FILES files)
    list(APPEND outputs ${name}=${file})
  endforeach()
  if(M_EXPORTS)
    list(APPEND outputs exports=${M_EXPORTS})
  endif()
  add_custom_command(OUTPUT ${files} ${M_EXPORTS}
    COMMAND ${program} ${M_FACTS} "${M_TYPE_NAMES}" ${outputs}
    DEPENDS ${program} ${M_FACTS} ${M_TYPE_NAMES}
    COMMENT "Writing the metadata of ${program}" VERBATIM)
  set(${variable} ${files} PARENT_SCOPE)
endfunction()

function(serinus_runtime)
  cmake_parse_arguments(R "ON_REQUEST;WITHOUT_MODULE;WITHOUT_TEST" "NAME;RUNTIME;ROOT;PRESETS;CRATE;MODULE;TYPE_NAMES;UNITED"
    "PALLETS;VARIED" ${ARGN})
  if(NOT R_NAME OR R_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "serinus_runtime(NAME name [RUNTIME folder] [PALLETS folder…] [PRESETS folder]): not with ${ARGN}")
  endif()
  if(NOT R_CRATE)
    set(R_CRATE ${R_NAME})
  endif()
  if(NOT R_MODULE)
    set(R_MODULE ${R_NAME})
  endif()
  set(root ${CMAKE_CURRENT_SOURCE_DIR})
  # In the project itself includes begin at its root.
  if(R_ROOT)
    set(root ${R_ROOT})
  elseif(PROJECT_SOURCE_DIR STREQUAL SERINUS_SDK_ROOT)
    set(root ${PROJECT_SOURCE_DIR})
  endif()
  if(NOT R_RUNTIME)
    set(R_RUNTIME .)
  endif()
  if(NOT R_PRESETS)
    set(R_PRESETS presets)
  endif()
  cmake_path(ABSOLUTE_PATH R_RUNTIME NORMALIZE)
  cmake_path(ABSOLUTE_PATH R_PRESETS NORMALIZE)
  string(REGEX REPLACE "/$" "" R_RUNTIME ${R_RUNTIME})
  if(NOT R_PALLETS)
    file(GLOB R_PALLETS CONFIGURE_DEPENDS LIST_DIRECTORIES true ${CMAKE_CURRENT_SOURCE_DIR}/pallets/*)
  endif()
  set(folders ${R_RUNTIME})
  foreach(folder IN LISTS R_PALLETS)
    cmake_path(ABSOLUTE_PATH folder NORMALIZE)
    list(APPEND folders ${folder})
  endforeach()
  foreach(file pallets.hpp runtime.hpp api.hpp version.cpp)
    if(NOT EXISTS ${R_RUNTIME}/${file})
      message(FATAL_ERROR "serinus_runtime(NAME ${R_NAME}): ${R_RUNTIME}/${file} is missing; serinus_runtime.cmake says what "
        "the folder of a runtime has")
    endif()
  endforeach()

  set(made ${CMAKE_CURRENT_BINARY_DIR}/${R_NAME})
  file(MAKE_DIRECTORY ${made})
  file(RELATIVE_PATH runtime_from_root ${root} ${R_RUNTIME})
  file(GLOB presets CONFIGURE_DEPENDS ${R_PRESETS}/*.json)

  # A source for each pallet, and the table of all. Neighbours of a large runtime share sources.
  set(united "")
  if(R_UNITED AND SERINUS_UNITED)
    set(united UNITED ${R_UNITED} ALONE ${R_VARIED})
  endif()
  serinus_compose(NAMESPACE ${R_NAME} RUNTIME ${R_RUNTIME} ROOT ${root} PALLETS ${folders} ${united}
    OUTPUT ${made}/pallets)
  set(sources ${pallet_sources})
  file(CONFIGURE OUTPUT ${made}/table.cpp @ONLY CONTENT "#include \"${runtime_from_root}/runtime.hpp\"
#include \"runtime/sdk/composition.hpp\"
#include \"runtime/sdk/events.hpp\"

SERINUS_EVENTS(serinus::${R_NAME}::Runtime)
SERINUS_RUNTIME(serinus::${R_NAME}::Runtime)
")
  file(GLOB own CONFIGURE_DEPENDS ${R_RUNTIME}/*.cpp)
  list(FILTER own EXCLUDE REGEX "_test\\.cpp$")

  # The bodies of the runtime APIs stand beside the headers that api.hpp includes, as those of extensions of transactions do.
  set(apis "${includes_runtime}#include \"${runtime_from_root}/api.hpp\"\n${includes_apis}")
  if("TransactionPayment" IN_LIST pallets)
    string(APPEND apis "#include \"runtime/pallets/transaction_payment/transaction_payment.ipp\"\n")
  endif()
  file(CONFIGURE OUTPUT ${made}/apis.hpp @ONLY CONTENT "${apis}")
  # For native programs that call the APIs, which have no exports.
  file(CONFIGURE OUTPUT ${made}/apis_natively.cpp @ONLY CONTENT "#include \"${made}/apis.hpp\"
#include \"runtime/sdk/runtime_api.hpp\"

template struct serinus::sdk::DefinedApis<serinus::${R_NAME}::RuntimeApis>;
")
  set(${R_NAME}_native_apis ${made}/apis_natively.cpp PARENT_SCOPE)

  # The test.
  set(tests "")
  foreach(folder IN LISTS folders)
    file(GLOB more CONFIGURE_DEPENDS ${folder}/*_test.cpp)
    list(APPEND tests ${more})
  endforeach()
  serinus_write_embedded(${made}/embedded_natively.cpp PRESETS ${presets})
  set_source_files_properties(${made}/embedded_natively.cpp PROPERTIES OBJECT_DEPENDS "${presets}"
    COMPILE_OPTIONS -Wno-c23-extensions)
  set(native_sources ${sources} ${own} ${made}/table.cpp ${made}/embedded_natively.cpp)
  if(tests AND NOT R_WITHOUT_TEST)
    add_executable(${R_NAME}_test EXCLUDE_FROM_ALL ${tests} ${native_sources})
    target_include_directories(${R_NAME}_test PRIVATE ${root})
    target_link_libraries(${R_NAME}_test PRIVATE serinus_sdk_native serinus_sdk_test)
    target_compile_options(${R_NAME}_test PRIVATE -O0 -g1)
    serinus_check_unsigned(${R_NAME}_test)
    target_precompile_headers(${R_NAME}_test PRIVATE ${SERINUS_SDK_ROOT}/runtime/sdk/host/native/world_test.hpp)
    set_source_files_properties(${made}/embedded_natively.cpp PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  endif()
  # For tests with several runtimes in one program.
  set(${R_NAME}_native_sources ${native_sources} PARENT_SCOPE)
  if(R_WITHOUT_MODULE)
    return()
  endif()

  # The metadata. Of the runtime only declarations and constants are needed, so that a change in a body does not come here.
  set(facts ${made}/source_facts.txt)
  file(GLOB headers CONFIGURE_DEPENDS ${SERINUS_SDK_ROOT}/runtime/sdk/*.hpp ${SERINUS_SDK_ROOT}/runtime/sdk/*/*.hpp
    ${SERINUS_SDK_ROOT}/runtime/arithmetic/*.hpp
    ${SERINUS_SDK_ROOT}/runtime/npos/*.hpp ${SERINUS_SDK_ROOT}/runtime/protocol/*.hpp ${SERINUS_SDK_ROOT}/runtime/xcm/*.hpp
    ${SERINUS_SDK_ROOT}/runtime/xcm/*/*.hpp ${SERINUS_SDK_ROOT}/runtime/pallets/*/*.hpp
    ${SERINUS_SDK_ROOT}/runtime/pallets/*/*/*.hpp ${SERINUS_SDK_ROOT}/src/primitives/*.hpp
    ${SERINUS_SDK_ROOT}/src/primitives/*/*.hpp)
  foreach(folder IN LISTS folders)
    file(GLOB more CONFIGURE_DEPENDS ${folder}/*.hpp ${folder}/config/*.hpp)
    list(APPEND headers ${more})
  endforeach()
  list(FILTER headers EXCLUDE REGEX "_test\\.hpp$|/sdk/metadata/|/sdk/host/native/|/sdk/host/wasm/")
  list(REMOVE_DUPLICATES headers)
  set(reader ${SERINUS_SDK_ROOT}/tools/runtime/source_facts.py)
  add_custom_command(OUTPUT ${facts}
    COMMAND ${Python3_EXECUTABLE} ${reader} ${facts} ${headers}
    DEPENDS ${reader} ${headers} COMMENT "Reading the comments of ${R_NAME}" VERBATIM)

  # Types of the pallets' configurations, if the composition shows any.
  set(config_types "")
  if(EXISTS ${R_RUNTIME}/metadata/config_types.hpp)
    set(config_types "#include \"${runtime_from_root}/metadata/config_types.hpp\"\n")
  endif()

  # The program that writes them: the pallets' descriptions, and that of the whole. Those of a large runtime have a source
  # for each pallet, so that a changed declaration is compiled again for its users alone.
  set(by_hand "")
  set(parts "")
  set(described "")
  foreach(pallet IN LISTS pallets)
    # Types that the pallet keeps in another form than the metadata shows.
    cmake_path(GET bodies_${pallet} PARENT_PATH folder)
    if(EXISTS ${folder}/metadata.cpp)
      list(APPEND by_hand ${folder}/metadata.cpp)
    endif()
    set(line "SERINUS_PALLET_METADATA(${type_${pallet}})\n")
    if(R_UNITED)
      file(CONFIGURE OUTPUT ${made}/metadata/${pallet}.cpp @ONLY CONTENT
        "${includes_${pallet}}${config_types}#include \"runtime/sdk/metadata/pallet.hpp\"\n\n${line}")
      list(APPEND parts ${made}/metadata/${pallet}.cpp)
    else()
      string(APPEND described ${line})
    endif()
  endforeach()
  list(REMOVE_DUPLICATES by_hand)
  file(CONFIGURE OUTPUT ${made}/metadata.cpp @ONLY CONTENT "#include \"runtime/sdk/metadata/generate.hpp\"
#include \"${runtime_from_root}/api.hpp\"
${config_types}
${described}
int main(int argc, char** argv) {
    using namespace serinus;
    return sdk::metadata::generate<${R_NAME}::Runtime, ${R_NAME}::RuntimeApis>(
        {.crate = \"${R_CRATE}\", .name_space = \"serinus::${R_NAME}\", .header = \"${made}/apis.hpp\"}, argc, argv);
}
")
  set(type_names "")
  if(R_TYPE_NAMES)
    cmake_path(ABSOLUTE_PATH R_TYPE_NAMES NORMALIZE OUTPUT_VARIABLE type_names)
  endif()
  # Libraries of their own: what variants have anew.
  serinus_describe(${R_NAME}_described_whole ${made}/metadata.cpp ${R_RUNTIME}/version.cpp ROOT ${root})
  set(libraries ${R_NAME}_described_whole)
  if(R_UNITED AND R_VARIED)
    set(varied ${R_VARIED})
    list(TRANSFORM varied REPLACE "(.+)" "${made}/metadata/\\1.cpp")
    serinus_describe(${R_NAME}_described_varied ${varied} ROOT ${root})
    list(APPEND libraries ${R_NAME}_described_varied)
    list(REMOVE_ITEM parts ${varied})
  endif()
  if(parts OR by_hand)
    serinus_describe(${R_NAME}_described ${parts} ${by_hand} ROOT ${root})
    list(APPEND libraries ${R_NAME}_described)
  endif()
  if(R_UNITED)
    target_precompile_headers(${R_NAME}_described PRIVATE ${SERINUS_SDK_ROOT}/runtime/sdk/metadata/pallet.hpp
      ${SERINUS_SDK_ROOT}/runtime/sdk/precompiled.hpp)
    foreach(library IN LISTS libraries)
      if(NOT library STREQUAL ${R_NAME}_described)
        target_precompile_headers(${library} REUSE_FROM ${R_NAME}_described)
      endif()
    endforeach()
    if(SERINUS_UNITED)
      # They only describe, so that many neighbours share one source at little cost.
      set_target_properties(${libraries} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 32)
    endif()
  endif()
  serinus_write_metadata(metadata ${made} ${R_NAME}_metadata_gen OBJECTS ${libraries}
    FACTS ${facts} TYPE_NAMES ${type_names} EXPORTS ${made}/exports.cpp)

  # The module, and the chains.
  serinus_write_embedded(${made}/embedded.cpp METADATA ${metadata} PRESETS ${presets})
  set(on_request "")
  if(R_ON_REQUEST)
    set(on_request ON_REQUEST)
  endif()
  # What variants have anew stands in sources of its own.
  set(varied "")
  foreach(pallet IN LISTS R_VARIED)
    list(APPEND varied ${source_${pallet}})
  endforeach()
  list(REMOVE_ITEM sources ${varied})
  serinus_wasm_unite(varied ${R_NAME}_varied ${varied})
  serinus_wasm_unite(interface ${R_NAME}_interface ${made}/table.cpp ${made}/exports.cpp)
  set(own_for_wasm ${own})
  if(R_UNITED)
    set(alone ${own})
    list(FILTER alone INCLUDE REGEX "/(presets|version)\\.cpp$")
    list(REMOVE_ITEM own_for_wasm ${alone})
    serinus_wasm_unite(own_for_wasm ${R_NAME} ${own_for_wasm})
    list(APPEND own_for_wasm ${alone})
  endif()
  serinus_wasm(${R_MODULE} ${on_request}
    PRECOMPILED runtime/sdk/precompiled.hpp
    SOURCES ${sources} ${varied} ${own_for_wasm} ${interface} ${made}/embedded.cpp
    EMBEDDING ${made}/embedded.cpp
    EMBEDS ${metadata} ${presets}
    INCLUDES ${root}
    LIBRARIES ${SERINUS_SDK_WASM})
  foreach(variable IN ITEMS NAME MODULE CRATE RUNTIME)
    set(${R_NAME}_runtime_${variable} ${R_${variable}} PARENT_SCOPE)
  endforeach()
  foreach(variable IN ITEMS made root facts type_names metadata libraries presets varied interface)
    set(${R_NAME}_runtime_${variable} ${${variable}} PARENT_SCOPE)
  endforeach()
  set(${R_MODULE}_objects ${${R_MODULE}_objects} PARENT_SCOPE)
  set(${R_NAME}_metadata ${metadata} PARENT_SCOPE)
  set(chains "")
  foreach(preset IN LISTS presets)
    cmake_path(GET preset STEM name)
    set(chain ${CMAKE_BINARY_DIR}/${R_NAME}-${name}.json)
    add_custom_command(OUTPUT ${chain}
      COMMAND ${SERINUS_PROGRAM} build-spec --runtime ${CMAKE_BINARY_DIR}/${R_MODULE}.wasm --preset ${name}
        --chain-name "${R_NAME} ${name}" --chain-id ${R_NAME}_${name} --raw --disable-default-bootnode -lwarn > ${chain}.new
      COMMAND ${CMAKE_COMMAND} -E rename ${chain}.new ${chain}
      DEPENDS ${CMAKE_BINARY_DIR}/${R_MODULE}.wasm COMMENT "Building the genesis ${name} of ${R_NAME}" VERBATIM)
    list(APPEND chains ${chain})
  endforeach()
  if(R_ON_REQUEST)
    add_custom_target(${R_NAME}_chains DEPENDS ${chains})
  else()
    add_custom_target(${R_NAME}_chains ALL DEPENDS ${chains})
  endif()
endfunction()

# serinus_runtime_variant(kusama_runtime_next OF kusama
#   FLAGS   -D…                # with which these are compiled anew:
#   SOURCES version.cpp        # of the folder of the composition
#   PALLETS                    # those that are VARIED
#   INTERFACE                  # the table of pallets, and the exports
#   DESCRIBED)                 # the list of pallets, the APIs, or one of VARIED shows another thing in the metadata
#
# makes kusama_runtime_next.wasm of the other objects of kusama; with metadata of its own if SOURCES has version.cpp or it is
# DESCRIBED, which stands in kusama/kusama_runtime_next/, and in the scope of the caller as kusama_runtime_next_metadata.
function(serinus_runtime_variant name)
  cmake_parse_arguments(V "PALLETS;INTERFACE;DESCRIBED" "OF" "FLAGS;SOURCES" ${ARGN})
  foreach(variable IN ITEMS MODULE RUNTIME made root facts type_names libraries presets varied interface)
    set(${variable} ${${V_OF}_runtime_${variable}})
  endforeach()
  set(sources ${V_SOURCES})
  list(TRANSFORM sources PREPEND ${RUNTIME}/)
  set(replaced ${sources})
  set(embedded "")
  set(exports ${made}/exports.cpp)
  if(V_DESCRIBED OR version.cpp IN_LIST V_SOURCES)
    set(parts whole)
    set(own_exports "")
    if(V_DESCRIBED)
      list(APPEND parts varied)
      set(exports ${made}/${name}/exports.cpp)
      set(own_exports EXPORTS ${exports})
    endif()
    foreach(part IN LISTS parts)
      get_target_property(files ${V_OF}_described_${part} SOURCES)
      serinus_describe(${name}_described_${part} ${files} ROOT ${root} FLAGS ${V_FLAGS})
      target_precompile_headers(${name}_described_${part} REUSE_FROM ${V_OF}_described)
      if(SERINUS_UNITED)
        set_target_properties(${name}_described_${part} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 32)
      endif()
      list(TRANSFORM libraries REPLACE "^${V_OF}_described_${part}$" "${name}_described_${part}")
    endforeach()
    serinus_write_metadata(metadata ${made}/${name} ${name}_metadata_gen OBJECTS ${libraries}
      FACTS ${facts} TYPE_NAMES ${type_names} ${own_exports})
    set(${name}_metadata ${metadata} PARENT_SCOPE)
    set(embedded ${made}/${name}/embedded.cpp)
    serinus_write_embedded(${embedded} METADATA ${metadata} PRESETS ${presets})
    list(APPEND replaced ${made}/embedded.cpp)
  endif()
  if(V_INTERFACE)
    list(APPEND replaced ${interface})
    list(APPEND sources ${made}/table.cpp ${exports})
  endif()
  serinus_wasm_unite(sources ${name} ${sources})
  if(V_PALLETS)
    list(APPEND replaced ${varied})
    list(APPEND sources ${varied})
  endif()
  set(embedding "")
  if(embedded)
    list(APPEND sources ${embedded})
    set(embedding EMBEDDING ${embedded} EMBEDS ${metadata} ${presets})
  endif()
  serinus_wasm_variant(${name} OF ${MODULE} REPLACED ${replaced} SOURCES ${sources} FLAGS ${V_FLAGS} INCLUDES ${root} ${embedding})
endfunction()
