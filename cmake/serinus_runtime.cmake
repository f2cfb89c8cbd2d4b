# Builds a runtime: its Wasm module, the specifications of its chains, and the test of its pallets.
#
#   serinus_runtime(NAME mychain             # also its namespace: serinus::mychain
#     RUNTIME runtime                        # the folder of its composition; default: this folder
#     PALLETS pallets/counter pallets/vault  # folders of pallets of its own; default: the folders below pallets/
#     PRESETS presets                        # the folder of its presets; default: presets
#     CRATE mychain_runtime                  # how the metadata calls the runtime itself; default: its name
#     ON_REQUEST                             # not built by default
#     WITHOUT_MODULE)                        # the test alone
#
# makes the targets
#
#   mychain_wasm         mychain.wasm in the build folder
#   mychain_chains       mychain-<preset>.json for each preset <preset>.json: specifications that `serinus --chain` takes
#   mychain_test         the tests *_test.cpp of the composition and of its pallets, natively on a state in memory
#
# The folder of the composition has
#
#   pallets.hpp     which pallets: a line `using Counter = pallet_counter::Pallet<struct CounterConfig>;` for each
#   runtime.hpp     their configurations, and `struct Runtime : sdk::Embedded`
#   config/*.hpp    the configurations, where a runtime is large: serinus_compose.cmake says what that saves
#   api.hpp         the runtime APIs, `using RuntimeApis = sdk::List<…>;`
#   version.cpp     the version, which names the APIs; it uses declarations alone, for it is linked without the others
#   *.cpp           what else there is
#
# The bodies of the pallet Counter are counter.ipp in one of PALLETS, in the folder of the composition, or in a pallet of
# the SDK (serinus_compose.cmake). Includes are written from the folder of the CMakeLists.txt that calls this.
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
      string(APPEND text "constexpr uint8_t k_${name}[] = {\n#embed \"${file}\" if_empty(0)\n};\n")
    endforeach()
    # Of the other versions the module has what differs from version 15.
    set(versions "    if (version == 14) return MetadataBlob<k_v14, k_v15>::bytes();
    if (version == 15) return to_bytes(k_v15);
    if (version == 16 && sizeof k_v16 > 1) return MetadataBlob<k_v16, k_v15>::bytes();\n")
    set(hash "    if (sizeof k_hash > 1) return Hash256::from(BytesView(k_hash));\n")
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

function(serinus_runtime)
  cmake_parse_arguments(R "ON_REQUEST;WITHOUT_MODULE" "NAME;RUNTIME;PRESETS;CRATE" "PALLETS" ${ARGN})
  if(NOT R_NAME OR R_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "serinus_runtime(NAME name [RUNTIME folder] [PALLETS folder…] [PRESETS folder]): not with ${ARGN}")
  endif()
  if(NOT R_CRATE)
    set(R_CRATE ${R_NAME})
  endif()
  set(root ${CMAKE_CURRENT_SOURCE_DIR})
  # In the project itself includes begin at its root.
  if(PROJECT_SOURCE_DIR STREQUAL SERINUS_SDK_ROOT)
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

  # A source for each pallet, and the table of all.
  serinus_compose(NAMESPACE ${R_NAME} RUNTIME ${R_RUNTIME} ROOT ${root} PALLETS ${folders} OUTPUT ${made}/pallets)
  set(sources ${pallet_sources})
  set(metadata_sources "")
  set(metadata "#include \"${runtime_from_root}/api.hpp\"\n#include \"runtime/sdk/metadata/generate.hpp\"\n\n")
  foreach(pallet IN LISTS pallets)
    # Types that the pallet keeps in another form than the metadata shows.
    cmake_path(GET bodies_${pallet} PARENT_PATH folder)
    if(EXISTS ${folder}/metadata.cpp)
      list(APPEND metadata_sources ${folder}/metadata.cpp)
    endif()
    string(APPEND metadata "SERINUS_PALLET_METADATA(serinus::${R_NAME}::${pallet})\n")
  endforeach()
  file(CONFIGURE OUTPUT ${made}/table.cpp @ONLY CONTENT "#include \"${runtime_from_root}/runtime.hpp\"
#include \"runtime/sdk/composition.hpp\"
#include \"runtime/sdk/events.hpp\"

SERINUS_EVENTS(serinus::${R_NAME}::Runtime)
SERINUS_RUNTIME(serinus::${R_NAME}::Runtime)
")
  file(GLOB own CONFIGURE_DEPENDS ${R_RUNTIME}/*.cpp)
  list(FILTER own EXCLUDE REGEX "_test\\.cpp$")
  list(APPEND sources ${made}/table.cpp ${own})

  # The test.
  set(tests "")
  foreach(folder IN LISTS folders)
    file(GLOB more CONFIGURE_DEPENDS ${folder}/*_test.cpp)
    list(APPEND tests ${more})
  endforeach()
  serinus_write_embedded(${made}/embedded_natively.cpp PRESETS ${presets})
  set_source_files_properties(${made}/embedded_natively.cpp PROPERTIES OBJECT_DEPENDS "${presets}"
    COMPILE_OPTIONS -Wno-c23-extensions)
  if(tests)
    add_executable(${R_NAME}_test EXCLUDE_FROM_ALL ${tests} ${sources} ${made}/embedded_natively.cpp)
    target_include_directories(${R_NAME}_test PRIVATE ${root})
    target_link_libraries(${R_NAME}_test PRIVATE serinus_sdk_native serinus_sdk_test)
    target_compile_options(${R_NAME}_test PRIVATE -O0 -g1)
    serinus_check_unsigned(${R_NAME}_test)
    target_precompile_headers(${R_NAME}_test PRIVATE ${SERINUS_SDK_ROOT}/runtime/sdk/native/world_test.hpp)
    set_source_files_properties(${made}/embedded_natively.cpp PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  endif()
  # For tests with several runtimes in one program.
  set(${R_NAME}_native_sources ${sources} ${made}/embedded_natively.cpp PARENT_SCOPE)
  if(R_WITHOUT_MODULE)
    return()
  endif()

  # The metadata. Of the runtime only declarations and constants are needed, so that a change in a body does not come here.
  set(facts ${made}/source_facts.txt)
  file(GLOB headers CONFIGURE_DEPENDS ${SERINUS_SDK_ROOT}/runtime/sdk/*.hpp ${SERINUS_SDK_ROOT}/runtime/sdk/*/*.hpp
    ${SERINUS_SDK_ROOT}/runtime/pallets/*/*.hpp ${SERINUS_SDK_ROOT}/src/primitives/*.hpp
    ${SERINUS_SDK_ROOT}/src/primitives/*/*.hpp)
  foreach(folder IN LISTS folders)
    file(GLOB more CONFIGURE_DEPENDS ${folder}/*.hpp ${folder}/config/*.hpp)
    list(APPEND headers ${more})
  endforeach()
  list(FILTER headers EXCLUDE REGEX "_test\\.hpp$|/sdk/metadata/|/sdk/native/|/sdk/wasm/")
  list(REMOVE_DUPLICATES headers)
  set(reader ${SERINUS_SDK_ROOT}/tools/runtime/source_facts.py)
  add_custom_command(OUTPUT ${facts}
    COMMAND ${Python3_EXECUTABLE} ${reader} ${facts} ${headers}
    DEPENDS ${reader} ${headers} COMMENT "Reading the comments of ${R_NAME}" VERBATIM)

  file(CONFIGURE OUTPUT ${made}/metadata.cpp @ONLY CONTENT "${metadata}
int main(int argc, char** argv) {
    using namespace serinus;
    return sdk::metadata::generate<${R_NAME}::Runtime, ${R_NAME}::RuntimeApis>(
        {.crate = \"${R_CRATE}\", .name_space = \"serinus::${R_NAME}\", .header = \"${made}/apis.hpp\"}, argc, argv);
}
")
  add_executable(${R_NAME}_metadata EXCLUDE_FROM_ALL ${made}/metadata.cpp ${metadata_sources} ${R_RUNTIME}/version.cpp)
  target_include_directories(${R_NAME}_metadata PRIVATE ${root})
  target_link_libraries(${R_NAME}_metadata PRIVATE serinus_sdk_native)
  # It runs once per build: compiled fast, not well.
  target_compile_options(${R_NAME}_metadata PRIVATE -O0 -g0)
  set(metadata ${made}/metadata_v14.scale ${made}/metadata_v15.scale ${made}/metadata_v16.scale ${made}/metadata_hash)
  set(outputs "")
  foreach(name file IN ZIP_LISTS SERINUS_METADATA_FILES metadata)
    list(APPEND outputs ${name}=${file})
  endforeach()
  add_custom_command(OUTPUT ${metadata} ${made}/exports.cpp
    COMMAND ${R_NAME}_metadata ${facts} "" ${outputs} exports=${made}/exports.cpp
    DEPENDS ${R_NAME}_metadata ${facts}
    COMMENT "Writing the metadata of ${R_NAME}" VERBATIM)

  # The bodies of the runtime APIs stand beside the headers that api.hpp includes.
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${R_RUNTIME}/api.hpp)
  file(STRINGS ${R_RUNTIME}/api.hpp includes REGEX "^#include \"")
  set(apis "#include \"${runtime_from_root}/api.hpp\"\n")
  foreach(line IN LISTS includes)
    string(REGEX REPLACE "^#include \"(.*)\\.hpp\".*" "\\1.ipp" file "${line}")
    if(EXISTS ${SERINUS_SDK_ROOT}/${file} OR EXISTS ${root}/${file})
      string(APPEND apis "#include \"${file}\"\n")
    endif()
  endforeach()
  # So do those of extensions of transactions.
  if("TransactionPayment" IN_LIST pallets)
    string(APPEND apis "#include \"runtime/pallets/transaction_payment/transaction_payment.ipp\"\n")
  endif()
  file(CONFIGURE OUTPUT ${made}/apis.hpp @ONLY CONTENT "${apis}")

  # The module, and the chains.
  serinus_write_embedded(${made}/embedded.cpp METADATA ${metadata} PRESETS ${presets})
  set(on_request "")
  if(R_ON_REQUEST)
    set(on_request ON_REQUEST)
  endif()
  serinus_wasm(${R_NAME} ${on_request}
    PRECOMPILED runtime/sdk/precompiled.hpp
    SOURCES ${sources} ${made}/exports.cpp ${made}/embedded.cpp
    EMBEDDING ${made}/embedded.cpp
    EMBEDS ${metadata} ${presets}
    INCLUDES ${root}
    LIBRARIES ${SERINUS_SDK_WASM})
  set(chains "")
  foreach(preset IN LISTS presets)
    cmake_path(GET preset STEM name)
    set(chain ${CMAKE_BINARY_DIR}/${R_NAME}-${name}.json)
    add_custom_command(OUTPUT ${chain}
      COMMAND ${SERINUS_PROGRAM} build-spec --runtime ${CMAKE_BINARY_DIR}/${R_NAME}.wasm --preset ${name}
        --chain-name "${R_NAME} ${name}" --chain-id ${R_NAME}_${name} --raw --disable-default-bootnode -lwarn > ${chain}.new
      COMMAND ${CMAKE_COMMAND} -E rename ${chain}.new ${chain}
      DEPENDS ${CMAKE_BINARY_DIR}/${R_NAME}.wasm COMMENT "Building the genesis ${name} of ${R_NAME}" VERBATIM)
    list(APPEND chains ${chain})
  endforeach()
  if(R_ON_REQUEST)
    add_custom_target(${R_NAME}_chains DEPENDS ${chains})
  else()
    add_custom_target(${R_NAME}_chains ALL DEPENDS ${chains})
  endif()
endfunction()
