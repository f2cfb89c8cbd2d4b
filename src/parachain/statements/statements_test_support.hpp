/// Validators in groups with their keys and peers, for tests of machines that are joined.
#pragma once

#include "parachain/candidates/candidates_test_support.hpp"
#include "parachain/statements/distribution.hpp"

namespace serinus::parachain {

/// Each block with a number is a relay parent at each other one.
class AllRelayParents : public RelayParents {
  public:
    std::optional<RelayParent> find(const Hash256&, SessionIndex, const Hash256& hash) const override {
        return relay_block(hash.bytes[0]);
    }
};

inline PeerId peer_numbered(uint32_t number) {
    crypto::ed25519::PublicKey key;
    store_le(key.bytes.data(), number + 1);
    return PeerId::of(key);
}
inline AuthorityId authority_numbered(uint32_t number) {
    AuthorityId out{};
    store_le(out.data(), number + 1);
    out[31] = 0xad;
    return out;
}

/// Session 1: validators in groups of a size, a core for each group, the para of each core is 1000 + its index.
struct StatementWorld {
    static constexpr SessionIndex kSession = 1;

    StatementWorld(uint32_t validators, uint32_t group_size, uint32_t claims = 2) {
        for (uint32_t i = 0; i < validators; ++i) {
            ByteArray<32> seed{};
            store_le(seed.data(), i + 1);
            keys.push_back(crypto::sr25519::expand(crypto::sr25519::MiniSecret(seed)));
            session.validators.push_back(keys.back().public_key);
            session.discovery_keys.push_back(authority_numbered(i));
            if (i % group_size == 0) session.groups.emplace_back();
            session.groups.back().push_back({i});
        }
        for (uint32_t core = 0; core < session.groups.size(); ++core) {
            claim_queue[{core}] = std::vector<ParaId>(claims, ParaId{1000 + core});
        }
    }

    SchedulingFacts facts_at(uint8_t number, std::optional<ValidatorIndex> own) const {
        StatementSession mine = session;
        mine.own = own;
        return {block_hash(number), kSession, std::make_shared<const StatementSession>(std::move(mine)), {},
                claim_queue,        disabled};
    }
    /// A leaf of which the block before is a scheduling parent too.
    StatementLeaf leaf(uint8_t number, std::optional<ValidatorIndex> own) const {
        const auto before = static_cast<uint8_t>(number - 1);
        return {{block_hash(number), block_hash(before)}, number, {facts_at(number, own), facts_at(before, own)}};
    }
    LeafFacts prospective_leaf(uint8_t number) const {
        LeafFacts out;
        out.hash = block_hash(number);
        out.number = number;
        out.session = kSession;
        out.ancestors = {block_hash(static_cast<uint8_t>(number - 1))};
        out.claim_queue = claim_queue;
        for (const auto& [core, paras] : claim_queue) {
            for (const ParaId para : paras) out.paras[para].constraints = wide_constraints(head, 1);
        }
        return out;
    }
    BackingFacts backing_facts(uint8_t number, std::optional<ValidatorIndex> own) const {
        return {block_hash(number),
                kSession,
                session.groups,
                {},
                claim_queue,
                disabled,
                session.minimum_backing_votes,
                own};
    }
    /// A candidate of the para of a core, on a block.
    TestCandidate candidate(uint32_t core, std::string_view from, std::string_view to, uint8_t number,
                            uint8_t variant = 0) const {
        TestCandidate out = candidate_between(from, to, relay_block(number), variant);
        out.receipt.descriptor.para_id = ParaId{1000 + core};
        polkadot_primitives::v9::set_versioned_fields(
            out.receipt.descriptor, {.core_index = static_cast<uint16_t>(core), .session_index = kSession});
        return out;
    }
    SignedStatement sign(uint32_t validator, const CandidateHash& candidate, bool is_seconded, uint8_t number) const {
        SignedStatement out;
        if (is_seconded) {
            out.payload.statement.v = CompactStatement::Seconded{candidate};
        } else {
            out.payload.statement.v = CompactStatement::Valid{candidate};
        }
        out.validator_index = {validator};
        out.signature._0._0 =
            crypto::sr25519::sign(keys.at(validator), out.signing_payload({kSession, block_hash(number)}), {}).bytes;
        return out;
    }

    StatementSession session;
    ClaimQueue claim_queue;
    std::set<ValidatorIndex> disabled;
    std::vector<crypto::sr25519::KeyPair> keys;
    std::string head = "a";
};

}  // namespace serinus::parachain
