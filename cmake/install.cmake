# cmake --install: the library, its headers, what finds it (CMake, pkg-config), the command, and configs. The tree may be
# moved afterwards: nothing in it names the place it was installed to.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

target_include_directories(libpartita INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
set_target_properties(libpartita PROPERTIES EXPORT_NAME partita)
install(TARGETS libpartita EXPORT PartitaTargets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library)
install(DIRECTORY include/partita DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT library)
install(TARGETS partita RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT command)
# Jobs name the programs and the text of examples/ by where these are from here.
install(DIRECTORY configs examples DESTINATION ${CMAKE_INSTALL_DATADIR}/partita COMPONENT command)

set(PACKAGE ${CMAKE_INSTALL_LIBDIR}/cmake/Partita)
install(EXPORT PartitaTargets NAMESPACE Partita:: DESTINATION ${PACKAGE} COMPONENT library)
configure_package_config_file(cmake/PartitaConfig.cmake.in ${PROJECT_BINARY_DIR}/PartitaConfig.cmake INSTALL_DESTINATION ${PACKAGE}
                              NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/PartitaConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/PartitaConfig.cmake ${PROJECT_BINARY_DIR}/PartitaConfigVersion.cmake DESTINATION ${PACKAGE}
        COMPONENT library)

# From lib/pkgconfig up to the prefix, however deep the library folder is ("lib/x86_64-linux-gnu").
file(RELATIVE_PATH UP /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(cmake/partita.pc.in ${PROJECT_BINARY_DIR}/partita.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/partita.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT library)
