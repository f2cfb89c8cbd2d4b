/// The API AuthorityDiscoveryApi. Spec: sect-rte-authoritydiscoveryapi-authorities
#pragma once

#include "crypto/sr25519.hpp"
#include "runtime_api/call.hpp"

namespace serinus::runtime_api::authority_discovery {

/// The keys by which authorities publish their addresses: of the current session and the next, on relay chains of the
/// past ones too.
inline constexpr Call<std::vector<crypto::sr25519::PublicKey>()> kAuthorities{
    "AuthorityDiscoveryApi_authorities", {}, Reuse::kAtBlock};

}  // namespace serinus::runtime_api::authority_discovery
