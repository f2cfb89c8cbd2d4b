/// A relay chain in memory whose runtime answers with what stands in its state.
#pragma once

#include <gtest/gtest.h>

#include "chain/client/client_test_support.hpp"
#include "collator/client_relay_chain.hpp"
#include "collator/relay_reader.hpp"
#include "consensus/babe/types.hpp"
#include "hashing/hashing.hpp"
#include "runtime_api/babe.hpp"
#include "runtime_api/parachain_host/parachain_host.hpp"

namespace serinus::collator {

inline constexpr ParaId kReadPara{2'000};

/// The answers stand under one letter each, those to persisted_validation_data under "i" (if what is pending were
/// included) and "t" (if it were to time out).
inline serinus::test::RuntimeExtension answering_runtime() {
    constexpr std::string_view kLetters = "itslcvbdhnma";
    std::string functions = "(data (i32.const 4096) \"" + std::string(kLetters) + "\")";
    const std::array<std::pair<const char*, char>, 10> answers = {{
        {"ParachainHost_session_index_for_child", 's'},
        {"ParachainHost_scheduling_lookahead", 'l'},
        {"ParachainHost_claim_queue", 'c'},
        {"ParachainHost_validators", 'v'},
        {"BabeApi_configuration", 'b'},
        {"ParachainHost_dmq_contents", 'd'},
        {"ParachainHost_inbound_hrmp_channels_contents", 'h'},
        {"ParachainHost_node_features", 'n'},
        {"ParachainHost_max_relay_parent_session_age", 'm'},
        {"ParachainHost_ancestor_relay_parent_info", 'a'},
    }};
    for (const auto& [name, letter] : answers) {
        functions += std::string("(func (export \"") + name +
                     "\") (param i32 i32) (result i64) (call $stored (i32.const " +
                     std::to_string(4096 + kLetters.find(letter)) + ") (i32.const 1)))";
    }
    // The assumption is the last argument: 0 or 1.
    functions += R"((func (export "ParachainHost_persisted_validation_data") (param i32 i32) (result i64)
        (call $stored (i32.add (i32.const 4096)
            (i32.load8_u (i32.sub (i32.add (local.get 0) (local.get 1)) (i32.const 1)))) (i32.const 1))))";
    return {.apis = {{.id = hashing::blake2b_64(as_bytes("ParachainHost")), .version = 16},
                     {.id = hashing::blake2b_64(as_bytes("BabeApi")), .version = 2}},
            .functions = std::move(functions)};
}

inline PersistedValidationData read_data(uint8_t head) {
    PersistedValidationData out;
    out.parent_head = {{head}};
    out.max_pov_size = 5'000;
    return out;
}

class ToldRelay : public testing::Test {
  protected:
    ToldRelay() {
        put("s", scale::encode(uint32_t{5}));
        put("l", scale::encode(uint32_t{3}));
        put("c", scale::encode(runtime_api::parachain_host::ClaimQueue{{{4}, {kReadPara, {1}}}, {{7}, {kReadPara}}}));
        put("v", scale::encode(std::vector<polkadot_primitives::v5::ValidatorId>(6)));
        runtime_api::babe::Configuration babe;
        babe.slot_duration_ms = 6'000;
        put("b", scale::encode(babe));
        put("t", scale::encode(std::optional(read_data(1))));
        put("i", scale::encode(std::optional(read_data(2))));
    }

    struct Digests {
        bool begins_epoch = false;
        std::optional<uint64_t> slot = {};
    };
    /// The next block.
    Hash256 put(std::string_view key, const Bytes& value, const Digests& digests) {
        auto block =
            relay.build(relay->best().hash, {.extrinsic = serinus::test::put_extrinsic(as_bytes(key), value)}).block;
        auto& items = block.header.digest;
        if (digests.slot) {
            const consensus::babe::PreDigest claim =
                consensus::babe::SecondaryPlain{.authority_index = 0, .slot = *digests.slot};
            items.push_back(primitives::digest::PreRuntime{primitives::kBabeEngine, scale::encode(claim)});
        }
        if (digests.begins_epoch) {
            const consensus::babe::ConsensusLog item = consensus::babe::NextEpoch{};
            items.push_back(primitives::digest::Consensus{primitives::kBabeEngine, scale::encode(item)});
        }
        hashes.push_back(relay.import(block).block.hash);
        return hashes.back();
    }
    Hash256 put(std::string_view key, const Bytes& value) { return put(key, value, Digests{}); }
    Hash256 grow(bool begins_epoch = false) { return put("z", {1}, {.begins_epoch = begins_epoch}); }

    static std::vector<Hash256> hashes_of(const std::vector<primitives::Header>& headers) {
        std::vector<Hash256> out;
        out.reserve(headers.size());
        for (const auto& header : headers) out.push_back(primitives::header_hash(header));
        return out;
    }
    std::vector<Hash256> last(size_t count) const {
        return {hashes.end() - static_cast<ptrdiff_t>(count), hashes.end()};
    }

    serinus::test::TestChain relay{{}, answering_runtime()};
    ClientRelayChain asked{*relay};
    std::vector<Hash256> hashes;  ///< from block 1 on
};

}  // namespace serinus::collator
