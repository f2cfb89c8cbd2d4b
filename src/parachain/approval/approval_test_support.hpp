/// Validators and blocks for tests of approvals.
#pragma once

#include "parachain/approval/voting.hpp"

namespace serinus::parachain::approval_test {

inline Hash256 hash_with(uint32_t number, uint8_t tag = 0) {
    Hash256 out;
    store_le(out.data(), number);
    out[31] = tag;
    return out;
}

/// Validators in groups of two, a core for each group.
struct World {
    explicit World(uint32_t validators, uint32_t needed = 3, uint32_t max_coalesced = 3) {
        auto session = std::make_shared<ApprovalSession>();
        for (uint32_t i = 0; i < validators; ++i) {
            ByteArray<32> seed{};
            store_le(seed.data(), i + 1);
            keys.push_back(crypto::sr25519::expand(crypto::sr25519::MiniSecret(seed)));
            session->validators.push_back(keys.back().public_key);
            session->config.keys.push_back(keys.back().public_key);
            if (i % 2 == 0) session->config.groups.emplace_back();
            session->config.groups.back().push_back({i});
        }
        session->config.cores = static_cast<uint32_t>(session->config.groups.size());
        session->config.zeroth_delay_tranche_width = 0;
        session->config.modulo_samples = 1;
        session->config.delay_tranches = 40;
        session->no_show_slots = 2;
        session->needed_approvals = needed;
        session->max_coalesced = max_coalesced;
        facts = session;
    }
    /// Slot 10 + number; a candidate on each of the first cores.
    ApprovalBlock block(uint32_t number, size_t candidates, uint8_t tag = 0, uint8_t parent_tag = 0) const {
        ApprovalBlock out;
        out.hash = hash_with(number, tag);
        out.parent_hash = hash_with(number - 1, parent_tag);
        out.number = number;
        out.slot = 10 + number;
        out.session = 5;
        out.facts = facts;
        out.story.fill(static_cast<uint8_t>(number));
        for (uint32_t core = 0; core < candidates; ++core) {
            out.candidates.push_back({{hash_with(number * 100 + core, 0xcc)}, {core}, {core}});
        }
        return out;
    }
    static Tick begin(uint32_t number) { return tick_of_slot(10 + number, 6000); }
    IndirectApproval sign(const ApprovalEffect::Sign& sign) const {
        IndirectApproval out{sign.block, sign.indices, sign.validator, {}};
        out.signature._0._0 =
            crypto::sr25519::sign(keys[sign.validator._0], approval_payload(sign.candidates, sign.session), {}).bytes;
        return out;
    }
    std::vector<crypto::sr25519::KeyPair> keys;
    std::shared_ptr<const ApprovalSession> facts;
};

/// A place that chance gives.
inline ByteArray<32> draw() { return {4, 2}; }

/// The effects of one kind, in their order.
template <class E>
std::vector<E> of_kind(const ApprovalVoting::Effects& effects) {
    std::vector<E> out;
    for (const ApprovalEffect& effect : effects) {
        if (const auto* one = std::get_if<E>(&effect.v)) out.push_back(*one);
    }
    return out;
}

}  // namespace serinus::parachain::approval_test
