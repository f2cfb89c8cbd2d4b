# Makes a source for each pallet of a runtime, of its bodies and what these use, for `serinus_runtime` and for Kusama's runtime.
#
#   serinus_compose(NAMESPACE kusama         # the namespace serinus::kusama
#     RUNTIME ${PROJECT_SOURCE_DIR}/runtime/kusama # the folder of the composition, absolute
#     ROOT    ${PROJECT_SOURCE_DIR}          # from where includes of the composition are written
#     PALLETS folders                        # of pallets, absolute; those of the SDK come behind them
#     UNITED  bytes                          # neighbours share a source while their bodies are not larger; default: 0
#     ALONE   pallets                        # that share none
#     OUTPUT  folder)                        # where the sources are made
#
# sets, in the scope of the caller,
#
#   pallets           the names of the pallets, in the order of pallets.hpp
#   pallet_sources    a source for each, in the same order, and those that some share in place of theirs
#   type_<name>       the type of a pallet without alias
#   bodies_<name>     the file with its bodies
#   includes_<name>   the lines by which its configuration, those that it uses, and its declarations are included
#
# pallets.hpp has a line `using Babe = pallet_babe::Pallet<struct BabeConfig>;` for each pallet. Its bodies are babe.ipp, after
# the pallet's namespace or after its alias, with babe.hpp beside it; two instances of a pallet share them.
#
# A configuration stands in runtime.hpp, which every pallet's source includes then, or in a header below config/. The source of
# such a pallet includes that header and the configurations of the pallets that the header names, since the bodies call these;
# of Balances, where it is only the currency, what moves money. So an edited header is compiled again for its users alone.

# Half of the time of a small pallet's source is that of the headers it includes, which are much the same for its neighbours in
# pallets.hpp. Names in anonymous namespaces must then differ between pallets.

# Sets `bodies` to the file with the bodies of the pallet: NAMES stem… FOLDERS folder…
function(serinus_find_bodies pallet)
  cmake_parse_arguments(B "" "" "NAMES;FOLDERS" ${ARGN})
  set(found "")
  foreach(folder IN LISTS B_FOLDERS ITEMS ${SERINUS_SDK_ROOT}/runtime/pallets/*)
    foreach(name IN LISTS B_NAMES)
      file(GLOB files CONFIGURE_DEPENDS ${folder}/${name}.ipp)
      # A part of another pallet's bodies may be called the same: it has no declarations of its own.
      foreach(file IN LISTS files)
        cmake_path(REPLACE_EXTENSION file hpp OUTPUT_VARIABLE declarations)
        if(EXISTS ${declarations})
          list(APPEND found ${file})
        endif()
      endforeach()
      if(found)
        break()
      endif()
    endforeach()
    if(found)
      break()
    endif()
  endforeach()
  list(LENGTH found count)
  list(JOIN B_NAMES ".ipp or " names)
  list(JOIN B_FOLDERS ", " folders)
  if(count EQUAL 0)
    message(FATAL_ERROR "The bodies of the pallet ${pallet} are expected in ${names}.ipp, which none of these folders has: "
      "${folders}; and the SDK has no such pallet")
  elseif(count GREATER 1)
    message(FATAL_ERROR "The bodies of the pallet ${pallet} are in more than one file ${names}.ipp: ${found}")
  endif()
  set(bodies ${found} PARENT_SCOPE)
endfunction()

# Sets `size` to the bytes of a pallet's bodies, with the parts of them that stand beside it. To each counts what any takes.
function(serinus_size_of_bodies bodies)
  file(SIZE ${bodies} size)
  cmake_path(GET bodies PARENT_PATH folder)
  file(STRINGS ${bodies} parts REGEX "^#include \".*/[a-z_]+\\.ipp\"")
  foreach(part IN LISTS parts)
    string(REGEX REPLACE ".*/([a-z_]+\\.ipp)\"" "\\1" part "${part}")
    if(EXISTS ${folder}/${part})
      file(SIZE ${folder}/${part} more)
      math(EXPR size "${size} + ${more}")
    endif()
  endforeach()
  math(EXPR size "${size} + 3000")
  set(size ${size} PARENT_SCOPE)
endfunction()

# Sets `united` to the sources, of which neighbours are replaced by one that includes them: serinus_compose(UNITED … ALONE …).
function(serinus_unite_pallets output limit alone pallets sources)
  set(united "")
  set(group "")
  set(sum 0)
  foreach(pallet source IN ZIP_LISTS pallets sources)
    if(pallet IN_LIST alone)
      list(APPEND united ${source})
      continue()
    endif()
    serinus_size_of_bodies(${bodies_${pallet}})
    math(EXPR sum "${sum} + ${size}")
    if(group AND sum GREATER limit)
      serinus_write_united(${output} ${group})
      list(APPEND united ${shared})
      set(group "")
      set(sum ${size})
    endif()
    list(APPEND group ${source})
  endforeach()
  if(group)
    serinus_write_united(${output} ${group})
    list(APPEND united ${shared})
  endif()
  set(united ${united} PARENT_SCOPE)
endfunction()

# Sets `shared` to a source that includes these; to the source itself if it is only one.
function(serinus_write_united output)
  set(shared ${ARGN})
  list(LENGTH ARGN count)
  if(count GREATER 1)
    list(GET ARGN 0 first)
    cmake_path(GET first STEM stem)
    set(shared ${output}/${stem}_and_others.cpp)
    set(text "")
    foreach(source IN LISTS ARGN)
      cmake_path(GET source FILENAME name)
      string(APPEND text "#include \"${name}\"\n")
    endforeach()
    file(CONFIGURE OUTPUT ${shared} CONTENT "${text}" @ONLY)
  endif()
  set(shared ${shared} PARENT_SCOPE)
endfunction()

function(serinus_compose)
  cmake_parse_arguments(C "" "NAMESPACE;RUNTIME;ROOT;OUTPUT;UNITED" "PALLETS;ALONE" ${ARGN})
  set(list_of_pallets ${C_RUNTIME}/pallets.hpp)
  file(RELATIVE_PATH runtime_from_root ${C_ROOT} ${C_RUNTIME})
  file(GLOB configs CONFIGURE_DEPENDS ${C_RUNTIME}/config/*.hpp)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${configs} ${list_of_pallets})

  set(pallets "")
  file(STRINGS ${list_of_pallets} aliases REGEX "^ *using [A-Za-z0-9_]+ = [a-z0-9_:]+::Pallet<struct ")
  foreach(alias IN LISTS aliases)
    string(REGEX MATCH "using ([A-Za-z0-9_]+) = ([a-z0-9_:]+)::Pallet<struct ([A-Za-z0-9_]+)>" _ "${alias}")
    set(pallet ${CMAKE_MATCH_1})
    set(namespace ${CMAKE_MATCH_2})
    set(config ${CMAKE_MATCH_3})
    list(APPEND pallets ${pallet})
    set(type_${pallet} "serinus::${namespace}::Pallet<serinus::${C_NAMESPACE}::${config}>")
    set(config_${pallet} "")
    foreach(file IN LISTS configs)
      file(STRINGS ${file} found REGEX "^struct ${config} ")
      if(found)
        set(config_${pallet} ${file})
      endif()
    endforeach()
    string(REGEX REPLACE "([a-z0-9])([A-Z])" "\\1_\\2" stem ${pallet})
    string(TOLOWER ${stem} stem)
    set(stem_${pallet} ${stem})
    string(REGEX REPLACE "^.*::" "" name ${namespace})
    string(REGEX REPLACE "^(pallet_|frame_)" "" name ${name})
    set(names ${name} ${stem})
    list(REMOVE_DUPLICATES names)
    serinus_find_bodies(${pallet} NAMES ${names} FOLDERS ${C_PALLETS})
    set(bodies_${pallet} ${bodies})
  endforeach()
  if(NOT pallets)
    message(FATAL_ERROR "${list_of_pallets} has no line such as: using Counter = pallet_counter::Pallet<struct CounterConfig>;")
  endif()

  set(sources "")
  foreach(pallet IN LISTS pallets)
    set(includes "")
    set(is_whole TRUE)
    if(config_${pallet})
      file(READ ${config_${pallet}} text)
      # What the configuration takes from other headers of the composition names pallets too, if these know them.
      string(REGEX MATCHALL "\"${runtime_from_root}/[a-z_]+\\.hpp\"" headers "${text}")
      foreach(header IN LISTS headers)
        string(REPLACE "\"" "" header ${header})
        file(READ ${C_ROOT}/${header} more)
        if(more MATCHES "\"${runtime_from_root}/pallets.hpp\"")
          set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${C_ROOT}/${header})
          string(APPEND text "${more}")
        endif()
      endforeach()
      string(REGEX REPLACE "//[^\n]*" "" text "${text}")
      string(REGEX MATCHALL "[A-Za-z_]+" words "${text}")
      list(REMOVE_DUPLICATES words)
      set(is_whole FALSE)
      foreach(other IN LISTS pallets)
        if(other IN_LIST words OR other STREQUAL pallet OR (other STREQUAL Balances AND Currency IN_LIST words))
          if(config_${other})
            file(RELATIVE_PATH header ${C_ROOT} ${config_${other}})
            string(APPEND includes "#include \"${header}\"\n")
          else()
            set(is_whole TRUE)
          endif()
        endif()
      endforeach()
    endif()
    if(is_whole)
      string(APPEND includes "#include \"${runtime_from_root}/runtime.hpp\"\n")
    endif()

    # As includes of the SDK and of the project are written; other folders by their whole paths.
    set(bodies ${bodies_${pallet}})
    foreach(root IN ITEMS ${SERINUS_SDK_ROOT} ${C_ROOT})
      cmake_path(IS_PREFIX root ${bodies} is_below)
      if(is_below)
        cmake_path(RELATIVE_PATH bodies BASE_DIRECTORY ${root})
        break()
      endif()
    endforeach()
    # What others do with the money of a currency stands apart from its pallet.
    cmake_path(GET bodies_${pallet} PARENT_PATH folder)
    set(currency "")
    if(EXISTS ${folder}/currency.hpp)
      string(REPLACE "::Pallet<" "::Currency<" currency ${type_${pallet}})
      set(currency "template struct ${currency};\n")
    endif()
    cmake_path(REPLACE_EXTENSION bodies hpp OUTPUT_VARIABLE declarations)
    set(includes_${pallet} "${includes}#include \"${declarations}\"\n" PARENT_SCOPE)
    set(type ${type_${pallet}})
    set(source ${C_OUTPUT}/${stem_${pallet}}.cpp)
    file(CONFIGURE OUTPUT ${source} CONTENT "@includes@#include \"@bodies@\"

@currency@SERINUS_PALLET(@type@)
" @ONLY)
    list(APPEND sources ${source})
    set(type_${pallet} ${type} PARENT_SCOPE)
    set(bodies_${pallet} ${bodies_${pallet}} PARENT_SCOPE)
  endforeach()
  if(C_UNITED)
    serinus_unite_pallets(${C_OUTPUT} ${C_UNITED} "${C_ALONE}" "${pallets}" "${sources}")
    set(sources ${united})
  endif()
  set(pallets ${pallets} PARENT_SCOPE)
  set(pallet_sources ${sources} PARENT_SCOPE)
endfunction()
