/// What keeps a process of this program from everything but computing. Linux.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"

namespace serinus::platform {

/// A part of the cage.
enum class CagePart : uint8_t {
    kNamespaces,  ///< users, mounts, network, processes, IPC, host name: nothing of the machine is to be seen
    kLandlock,    ///< no access to any file, to TCP, to abstract sockets, no signals to others
    kPrivileges,  ///< no capabilities, and none to be gained
    kCalls,       ///< a list of the calls that remain: call_filter.hpp
};
inline constexpr size_t kCageParts = 4;
const char* to_string(CagePart part) noexcept;

/// Each for the calling process, which has one thread, and for what it starts; for good. Errors are sentences.
///
/// New namespaces. Children of the process are in the new namespace of processes; the first one is its init.
Result<void, std::string> enter_namespaces();
/// In the init of new namespaces: the root becomes an empty folder that cannot be written.
Result<void, std::string> empty_root();
Result<void, std::string> forbid_files();
Result<void, std::string> drop_privileges();

/// How a part of the cage works on this machine.
struct CageCheck {
    CagePart part = CagePart::kNamespaces;
    bool works = false;
    std::string reason;  ///< why it does not
    std::string remedy;  ///< what the operator can do
};

/// Tries each part in a child of its own. The calling process has one thread.
std::vector<CageCheck> check_cage();

/// Whether these parts are enough for foreign code: the list of calls and no privileges, and one of the other two.
/// Observed: polkadot-node-core-pvf 36.0.0 asks for seccomp, and for landlock or a root of its own
bool is_safe_cage(const std::vector<CageCheck>& checks) noexcept;

}  // namespace serinus::platform
