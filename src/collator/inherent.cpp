#include "collator/inherent.hpp"

#include <set>

#include "chain/import/inherents.hpp"
#include "consensus/babe/types.hpp"

namespace serinus::collator {
namespace {

using chain::inherent_identifier;
using state::StateError;

constexpr auto kInherentV0 = inherent_identifier("sysi1337");
constexpr auto kInherent = inherent_identifier("sysi1338");

bool announces_epoch(const primitives::Header& header) {
    const auto digests = consensus::babe::find_digests(header);
    return digests && digests->next_epoch;
}

Result<std::vector<ParaId>, StateError> paras_at(RelayState& state, const Bytes& key) {
    TRY_ASSIGN(const auto value, state.get(key));
    if (!value) return std::vector<ParaId>();
    auto paras = scale::decode<std::vector<ParaId>>(*value);
    if (!paras) return Err(StateError{StateError::Kind::kCorrupt, "a list of channels does not decode"});
    return *std::move(paras);
}

Result<std::set<Bytes>, StateError> top_keys(RelayState& state, const RelayParent& parent) {
    const std::vector<Bytes> fixed = relay_keys_for(parent.para);
    std::set<Bytes> out(fixed.begin(), fixed.end());
    TRY_ASSIGN(const auto senders, paras_at(state, ingress_channels_key(parent.para)));
    for (const ParaId sender : senders) out.insert(channel_key(sender, parent.para));
    TRY_ASSIGN(const auto recipients, paras_at(state, egress_channels_key(parent.para)));
    for (const ParaId recipient : recipients) out.insert(channel_key(parent.para, recipient));
    // Whoever checks the seals of the descendants needs the authorities, and the next ones if an epoch begins among
    // them; the first one is the relay parent itself, whose state has these authorities already.
    const auto& descendants = parent.descendants;
    if (!descendants.empty()) {
        out.insert(babe_authorities_key());
        if (std::any_of(descendants.begin() + 1, descendants.end(), announces_epoch)) {
            out.insert(next_babe_authorities_key());
        }
    }
    return out;
}

Result<std::vector<Bytes>, StateError> prove_all(RelayState& state, const RelayParent& parent) {
    TRY_ASSIGN(std::set<Bytes> top, top_keys(state, parent));
    std::map<Bytes, std::set<Bytes>> children;
    for (const RelayStorageKey& one : parent.more_keys) {
        if (const auto* key = std::get_if<RelayStorageKey::Top>(&one.v)) {
            top.insert(key->key);
        } else {
            const auto& child = std::get<RelayStorageKey::Child>(one.v);
            children[child.storage_key].insert(child.key);
        }
    }
    TRY_ASSIGN(const auto proof, state.prove(std::vector<Bytes>(top.begin(), top.end())));
    std::set<Bytes> items(proof.items().begin(), proof.items().end());
    for (const auto& [child, keys] : children) {
        TRY_ASSIGN(const auto part, state.prove_child(child, std::vector<Bytes>(keys.begin(), keys.end())));
        items.insert(part.items().begin(), part.items().end());
    }
    return std::vector<Bytes>(items.begin(), items.end());
}

}  // namespace

Result<ParachainInherentData, StateError> make_parachain_inherent(RelayState& state, RelayParent parent) {
    ParachainInherentData out;
    out.v0.relay_chain_state = TRY(prove_all(state, parent));
    out.v0.validation_data = std::move(parent.validation_data);
    out.v0.downward_messages = std::move(parent.downward_messages);
    out.v0.horizontal_messages = std::move(parent.horizontal_messages);
    out.relay_parent_descendants = std::move(parent.descendants);
    out.collator_peer_id = std::move(parent.peer_id);
    return out;
}

void add_parachain_inherent(const ParachainInherentData& data, runtime_api::block_builder::InherentData& out) {
    out[kInherentV0] = scale::encode(data.v0);
    out[kInherent] = scale::encode(data);
}

}  // namespace serinus::collator
