/// Whom nodes look for.
/// Source: polkadot_runtime_parachains::runtime_api_impl 1.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include <algorithm>

#include "runtime/arithmetic/sort.hpp"
#include "runtime/sdk/keys.hpp"

namespace serinus::polkadot_runtime_parachains::session_info {

/// The keys of current and next authorities, and of past sessions whose blocks may be disputed: sorted, each once.
template <class AuthorityDiscovery, class ParaSessionInfo, class ParasShared>
struct RelevantAuthorities {
    static std::vector<sp_authority_discovery::app::Public> authorities() {
        auto keys = AuthorityDiscovery::authorities();
        const uint32_t now = ParasShared::session_index();
        for (uint32_t session = ParaSessionInfo::earliest_stored_session(); session < now; ++session) {
            const auto info = ParaSessionInfo::session_info(session);
            if (info) keys.insert(keys.end(), info->discovery_keys.begin(), info->discovery_keys.end());
        }
        sdk::sort(keys);
        keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
        return keys;
    }
};

}  // namespace serinus::polkadot_runtime_parachains::session_info
