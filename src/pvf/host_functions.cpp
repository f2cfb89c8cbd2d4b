#include "pvf/host_functions.hpp"

#include <algorithm>
#include <array>

namespace serinus::pvf {

const executor::host::HostFunctionEntry* find_host_function(std::string_view name, const ExecutorLimits& limits) {
    if (limits.has_ecc) {
        if (const auto* entry = executor::host::find_elliptic_curve_function(name)) return entry;
    }
    constexpr std::array<std::string_view, 6> kOffered = {"ext_misc_",      "ext_crypto_",  "ext_hashing_",
                                                          "ext_allocator_", "ext_logging_", "ext_trie_"};
    const bool is_offered = std::ranges::any_of(kOffered, [&](auto prefix) { return name.starts_with(prefix); });
    return is_offered ? executor::host::find_host_function(name) : nullptr;
}

}  // namespace serinus::pvf
