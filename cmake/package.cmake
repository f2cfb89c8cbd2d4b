# make install and make package: the program, its manual page, its completion, and for Debian a service.
include(GNUInstallDirs)

# The program writes what describes it, so that no text can differ from its options.
set(described ${CMAKE_BINARY_DIR}/described)
file(MAKE_DIRECTORY ${described})
add_custom_command(OUTPUT ${described}/serinus.1 ${described}/serinus
  COMMAND serinus man-page > ${described}/serinus.1
  COMMAND serinus completion > ${described}/serinus
  DEPENDS serinus COMMENT "Describing serinus" VERBATIM)
add_custom_target(installed ALL DEPENDS serinus ${described}/serinus.1 ${described}/serinus)

set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME program)
install(TARGETS serinus RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES ${described}/serinus.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${described}/serinus DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)

# Of the package alone.
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME debian)
install(FILES packaging/serinus.service DESTINATION lib/systemd/system)
install(FILES packaging/serinus.default DESTINATION /etc/default RENAME serinus)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)

set(CPACK_GENERATOR DEB)
set(CPACK_SET_DESTDIR ON) # for /etc
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_CONTACT "the Serinus developers <serinus@localhost>")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)

# Two packages: serinus, the node, and serinus-sdk, for those who write a runtime.
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_NODE_PACKAGE_NAME serinus)
set(CPACK_DEBIAN_NODE_PACKAGE_SECTION net)
set(CPACK_DEBIAN_NODE_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_NODE_PACKAGE_DEPENDS adduser)
set(CPACK_DEBIAN_NODE_DESCRIPTION "node of the Polkadot protocol for Kusama
Serinus runs chains of the Polkadot protocol: it authors, checks and finalizes blocks, and
serves wallets over JSON-RPC. A development chain with a runtime of Serinus's own is built in.")
set(CPACK_DEBIAN_NODE_PACKAGE_CONTROL_EXTRA
  ${PROJECT_SOURCE_DIR}/packaging/postinst ${PROJECT_SOURCE_DIR}/packaging/prerm ${PROJECT_SOURCE_DIR}/packaging/postrm
  ${CMAKE_BINARY_DIR}/conffiles)
file(WRITE ${CMAKE_BINARY_DIR}/conffiles "/etc/default/serinus\n")

set(CPACK_DEBIAN_SDK_PACKAGE_NAME serinus-sdk)
set(CPACK_DEBIAN_SDK_PACKAGE_SECTION devel)
string(REPLACE ";" ", " packages "${SERINUS_SDK_PACKAGES}")
set(CPACK_DEBIAN_SDK_PACKAGE_DEPENDS "serinus (= ${PROJECT_VERSION}), make, ${packages}")
set(CPACK_DEBIAN_SDK_DESCRIPTION "software development kit for blockchains on Serinus
What a new chain needs: pallets and the library for runtimes in C++, compiled natively
and for WebAssembly, a CMake package, templates and a tutorial.")

include(CPack)
cpack_add_component(program GROUP node)
cpack_add_component(debian GROUP node)
cpack_add_component(sdk GROUP sdk)
cpack_add_component_group(node)
cpack_add_component_group(sdk)
