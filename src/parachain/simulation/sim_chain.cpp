#include "parachain/simulation/sim_chain.hpp"

namespace serinus::parachain::simulation {
SimChain::SimChain(const StatementWorld& world, BlockNumber rotation) : world_(world), rotation_(rotation) {
    auto genesis = std::make_unique<SimBlock>();
    genesis->hash = hashing::blake2b_256(as_bytes("genesis"));
    genesis->storage_root = hashing::blake2b_256(genesis->hash);
    genesis->cores.resize(world.claim_queue.size());
    for (const auto& [core, paras] : world.claim_queue) genesis->heads[ParaId{1000 + core._0}] = head_of("genesis");
    by_hash_[genesis->hash] = genesis.get();
    blocks_[{0, genesis->hash}] = std::move(genesis);
}

std::vector<Hash256> SimChain::path(const Hash256& hash, size_t count) const {
    std::vector<Hash256> out;
    for (auto block = by_hash_.find(hash); block != by_hash_.end() && out.size() < count;
         block = by_hash_.find(block->second->parent)) {
        out.push_back(block->first);
    }
    return out;
}

std::optional<RelayParent> SimChain::find(const Hash256& block, SessionIndex session, const Hash256& hash) const {
    const auto ancestors = path(block, kLookahead + 1);
    if (session != StatementWorld::kSession || std::find(ancestors.begin(), ancestors.end(), hash) == ancestors.end()) {
        return std::nullopt;
    }
    return relay_parent(at(hash));
}

bool SimChain::is_good(const SimBlock& block, const BackedCandidate& backed, CoreIndex& core) const {
    const auto& descriptor = backed.candidate.descriptor;
    const auto para = block.heads.find(descriptor.para_id);
    if (para == block.heads.end()) return false;
    core = {descriptor.para_id._0 - 1000};
    if (block.cores[core._0]) return false;
    const auto parents = path(block.parent, kLookahead);
    if (std::find(parents.begin(), parents.end(), descriptor.relay_parent) == parents.end()) return false;
    const SimBlock& relay = at(descriptor.relay_parent);
    const PersistedValidationData data{para->second, relay.number, relay.storage_root, 1'000'000};
    if (descriptor.persisted_validation_data_hash != data.hash()) return false;
    const GroupIndex group = group_of_core(rotation_at(descriptor.relay_parent), core, world_.session.groups.size());
    const auto& members = world_.session.groups[group._0];
    if (backed.validator_indices.size() != members.size() + 8) return false;
    const CandidateHash hash = backed.hash();
    size_t votes = 0;
    for (size_t i = 0; i < members.size(); ++i) {
        if (!backed.validator_indices[i]) continue;
        if (votes >= backed.validity_votes.size()) return false;
        const auto& vote = backed.validity_votes[votes++];
        const Bytes payload = vote.signing_payload(hash, {StatementWorld::kSession, descriptor.relay_parent});
        if (!crypto::sr25519::verify({vote.signature()._0._0}, payload, world_.session.validators[members[i]._0])) {
            return false;
        }
    }
    return votes == backed.validity_votes.size() &&
           votes >= std::min<size_t>(members.size(), world_.session.minimum_backing_votes);
}

const SimBlock& SimChain::add(const Hash256& parent, uint64_t slot, const SimInherent& inherent) {
    const SimBlock& before = at(parent);
    auto made = std::make_unique<SimBlock>();
    SimBlock& block = *made;
    block.parent = parent;
    block.number = before.number + 1;
    block.slot = slot;
    block.hash = hashing::blake2b_256(scale::encode(std::tuple(parent, slot)));
    block.storage_root = hashing::blake2b_256(block.hash);
    block.cores = before.cores;
    block.heads = before.heads;
    for (const auto& bitfield : inherent.bitfields) {
        const Bits& bits = bitfield.payload._0;
        for (size_t core = 0; core < std::min(bits.size(), block.cores.size()); ++core) {
            if (bits[core] && block.cores[core]) {
                block.cores[core]->availability.set(bitfield.validator_index._0, true);
            }
        }
    }
    for (size_t core = 0; core < block.cores.size(); ++core) {
        auto& pending = block.cores[core];
        if (!pending) continue;
        if (3 * pending->availability.count_ones() >= 2 * pending->availability.size()) {
            block.heads[pending->receipt.descriptor.para_id] = pending->receipt.commitments.head_data;
            block.included.push_back({pending->receipt, pending->hash, {static_cast<uint32_t>(core)}, pending->group});
            pending.reset();
        } else if (pending->backed_at + kAvailabilityPeriod <= block.number) {
            pending.reset();
        }
    }
    for (const BackedCandidate& candidate : inherent.candidates) {
        CoreIndex core;
        if (!is_good(block, candidate, core)) {
            ++refused;
            continue;
        }
        const GroupIndex group =
            group_of_core(rotation_at(candidate.candidate.descriptor.relay_parent), core, world_.session.groups.size());
        block.backed.push_back(candidate.hash());
        block.cores[core._0] =
            Pending{candidate.candidate, candidate.hash(), group, block.number, Bits(world_.session.validators.size())};
    }
    const SimBlock& out = *made;
    by_hash_[block.hash] = made.get();
    blocks_[{block.number, block.hash}] = std::move(made);
    return out;
}

GroupRotationInfo SimChain::rotation_at(const Hash256& hash) const { return {0, rotation_, at(hash).number + 1}; }

LeafFacts SimChain::prospective_facts(const Hash256& leaf) const {
    const SimBlock& block = at(leaf);
    LeafFacts out;
    out.hash = leaf;
    out.number = block.number;
    out.session = StatementWorld::kSession;
    const auto blocks = path(leaf, kLookahead);
    out.ancestors.assign(blocks.begin() + 1, blocks.end());
    out.claim_queue = world_.claim_queue;
    for (const auto& [para, head] : block.heads) {
        auto& facts = out.paras[para];
        const auto lowest = block.number - std::min<BlockNumber>(block.number, kLookahead);
        facts.constraints = wide_constraints("", lowest);
        facts.constraints.required_parent = head;
        if (const auto& pending = block.cores[para._0 - 1000]) facts.pending.push_back(pending->receipt);
    }
    return out;
}

BackingFacts SimChain::backing_facts(const Hash256& block, ValidatorIndex own) const {
    return {block,
            StatementWorld::kSession,
            world_.session.groups,
            rotation_at(block),
            world_.claim_queue,
            {},
            world_.session.minimum_backing_votes,
            own};
}

SchedulingFacts SimChain::scheduling_facts(const Hash256& block, ValidatorIndex own) const {
    auto& session = sessions_[own];
    if (session == nullptr) {
        StatementSession mine = world_.session;
        mine.own = own;
        session = std::make_shared<const StatementSession>(std::move(mine));
    }
    return {block, StatementWorld::kSession, session, rotation_at(block), world_.claim_queue, {}};
}

StatementLeaf SimChain::statement_leaf(const Hash256& leaf, ValidatorIndex own) const {
    StatementLeaf out{path(leaf, kLookahead), at(leaf).number, {}};
    for (const Hash256& block : out.path) out.blocks.push_back(scheduling_facts(block, own));
    return out;
}

std::vector<CoreState> SimChain::core_states(const Hash256& leaf) const {
    const SimBlock& block = at(leaf);
    std::vector<CoreState> out;
    for (uint32_t core = 0; core < block.cores.size(); ++core) {
        const polkadot_primitives::v5::ScheduledCore next{{1000 + core}, std::nullopt};
        const auto& pending = block.cores[core];
        if (!pending) {
            out.push_back({CoreState::Scheduled{next}});
            continue;
        }
        out.push_back(
            {CoreState::Occupied{{next, pending->backed_at, pending->backed_at + kAvailabilityPeriod, next,
                                  pending->availability, pending->group, pending->hash, pending->receipt.descriptor}}});
    }
    return out;
}

}  // namespace serinus::parachain::simulation
