/// Clients on real runtimes, and transfers for them.
#pragma once

#include "chain/client/client.hpp"
#include "codec/scale.hpp"
#include "consensus/open_client.hpp"
#include "crypto/key_pair.hpp"
#include "hashing/hashing.hpp"

namespace serinus::authorship::test_support {

inline constexpr uint64_t kNow = 1'760'000'000'000;  // in 2025

inline std::unique_ptr<chain::Client> open(const std::string& spec_path, const std::string& folder = {},
                                           std::function<uint64_t()> now = {}) {
    auto spec = chain::read_chain_spec_file(spec_path);
    SERINUS_ASSERT(spec.has_value());
    chain::ClientOptions options;
    options.database.folder = folder;
    options.now_ms = std::move(now);
    auto client = consensus::open_client(*std::move(spec), options);
    if (!client) std::fprintf(stderr, "%s\n", client.error().reason.c_str());
    SERINUS_ASSERT(client.has_value());
    return *std::move(client);
}

/// Balances.transfer_keep_alive by //Alice on Kusama's runtime 1.0.0 or ours, immortal and without a tip.
inline primitives::Extrinsic transfer(chain::Client& client, uint32_t nonce, const Hash256& to, uint64_t planck) {
    static const auto alice = crypto::key_from_uri(crypto::Scheme::kSr25519, "//Alice", std::nullopt)->pair;
    const auto runtime = client.runtime_of(client.genesis().hash);
    SERINUS_ASSERT(runtime.has_value());
    const Hash256 genesis = client.genesis().hash;
    const Bytes call = concat(Bytes{4, 3, 0}, to.bytes, scale::encode(scale::Compact<uint64_t>(planck)));
    // Since the hash of the metadata can be signed, it is said that it is not.
    constexpr uint32_t kFirstWithMetadataHash = 1'003'000;
    const Bytes no_hash(runtime->version.spec_version >= kFirstWithMetadataHash ? 1 : 0);
    const Bytes extra = concat(Bytes{0}, scale::encode(scale::Compact<uint32_t>(nonce)), Bytes{0}, no_hash);
    const Bytes payload =
        concat(call, extra, scale::encode(runtime->version.spec_version),
               scale::encode(runtime->version.transaction_version), genesis.bytes, genesis.bytes, no_hash);
    const Bytes signature = alice.sign(payload, {});
    return concat(Bytes{0x84, 0x00}, alice.public_key(), Bytes{0x01}, signature, extra, call);
}

}  // namespace serinus::authorship::test_support
