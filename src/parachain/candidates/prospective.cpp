#include "parachain/candidates/prospective.hpp"

namespace serinus::parachain {
namespace {

/// The session that a receipt names for its relay parent; receipts of version 1 are of the leaf's.
SessionIndex session_at(const CommittedCandidateReceipt& receipt, SessionIndex leaf_session) {
    return polkadot_primitives::v9::session_of(receipt.descriptor).value_or(leaf_session);
}

/// Whether the relay parent is allowed at a block, and is what the candidate's input says of it.
bool is_in_scope(const Hash256& block, SessionIndex session, const CommittedCandidateReceipt& receipt,
                 const PersistedValidationData& data, const RelayParents& relay_parents) {
    const auto found = relay_parents.find(block, session_at(receipt, session), receipt.descriptor.relay_parent);
    return found && found->number == data.relay_parent_number && found->storage_root == data.relay_parent_storage_root;
}

/// How many cores a para has, at any offset of the claim queue.
size_t count_cores(const ClaimQueue& queue, ParaId para) {
    return static_cast<size_t>(std::count_if(queue.begin(), queue.end(), [&](const auto& of_core) {
        return std::find(of_core.second.begin(), of_core.second.end(), para) != of_core.second.end();
    }));
}

/// The candidates on cores, from the first on as far as their relay parents are known, with their inputs.
CandidateStorage take_pending(const LeafFacts& leaf, const LeafFacts::Para& facts, const RelayParents& relay_parents,
                              std::vector<PendingCandidate>& pending) {
    CandidateStorage out;
    HeadData parent = facts.constraints.required_parent;
    for (const CommittedCandidateReceipt& receipt : facts.pending) {
        const auto relay_parent =
            relay_parents.find(leaf.hash, session_at(receipt, leaf.session), receipt.descriptor.relay_parent);
        if (!relay_parent) break;
        const CandidateHash hash = receipt.hash();
        auto entry = make_entry(
            hash, receipt,
            {std::move(parent), relay_parent->number, relay_parent->storage_root, facts.constraints.max_pov_size});
        if (!entry) break;
        entry.value().is_backed = true;
        out.add(std::move(entry.value()));
        pending.push_back({hash, *relay_parent});
        parent = receipt.commitments.head_data;
    }
    return out;
}

}  // namespace

void ProspectiveParachains::activate(const LeafFacts& leaf, const RelayParents& relay_parents) {
    if (leaves_.contains(leaf.hash)) return;
    Block block{SchedulingScope(leaf.hash), leaf.session, {}};
    for (const Hash256& ancestor : leaf.ancestors) block.scheduling.add_ancestor(ancestor);
    const auto parent = leaf.ancestors.empty() ? blocks_.end() : blocks_.find(leaf.ancestors.front());

    for (const auto& [para, facts] : leaf.paras) {
        ChainScope scope{facts.constraints, {}, count_cores(leaf.claim_queue, para)};
        if (scope.max_backable == 0) continue;  // not scheduled
        CandidateStorage pending = take_pending(leaf, facts, relay_parents, scope.pending);
        FragmentChain chain(block.scheduling, std::move(scope), std::move(pending));
        if (parent != blocks_.end()) {
            const auto previous = parent->second.chains.find(para);
            if (previous != parent->second.chains.end()) chain.take_over(block.scheduling, previous->second);
        }
        block.chains.emplace(para, std::move(chain));
    }
    blocks_.insert_or_assign(leaf.hash, std::move(block));
    leaves_.insert(leaf.hash);
    prune();
}

void ProspectiveParachains::deactivate(const Hash256& leaf) {
    if (leaves_.erase(leaf) > 0) prune();
}

void ProspectiveParachains::prune() {
    std::set<Hash256> kept;
    for (const Hash256& leaf : leaves_) {
        const auto& blocks = blocks_.at(leaf).scheduling.blocks();
        kept.insert(blocks.begin(), blocks.end());
    }
    std::erase_if(blocks_, [&](const auto& block) { return !kept.contains(block.first); });
}

bool ProspectiveParachains::introduce_seconded(const CandidateHash& hash, const CommittedCandidateReceipt& receipt,
                                               const PersistedValidationData& data, const RelayParents& relay_parents) {
    const auto entry = make_entry(hash, receipt, data);
    if (!entry) return false;
    bool is_kept = false;
    for (auto& [hash_of_block, block] : blocks_) {
        const auto chain = block.chains.find(receipt.descriptor.para_id);
        if (chain == block.chains.end()) continue;
        if (!is_in_scope(hash_of_block, block.session, receipt, data, relay_parents)) continue;
        const auto added = chain->second.add_seconded(block.scheduling, entry.value());
        if (added || added.error() == NoPotential::kKnown) is_kept = true;
    }
    return is_kept;
}

bool ProspectiveParachains::mark_backed(ParaId para, const CandidateHash& hash) {
    bool is_known = false;
    for (auto& [hash_of_block, block] : blocks_) {
        const auto chain = block.chains.find(para);
        if (chain == block.chains.end() || !chain->second.contains(hash)) continue;
        is_known = true;
        if (!chain->second.is_backed(hash)) chain->second.mark_backed(block.scheduling, hash);
    }
    return is_known;
}

const FragmentChain* ProspectiveParachains::find_chain(const Hash256& block, ParaId para) const {
    const auto found = blocks_.find(block);
    if (found == blocks_.end()) return nullptr;
    const auto chain = found->second.chains.find(para);
    return chain == found->second.chains.end() ? nullptr : &chain->second;
}

std::vector<FragmentChain::Backable> ProspectiveParachains::find_backable(const Hash256& leaf, ParaId para,
                                                                          const std::set<CandidateHash>& ancestors,
                                                                          size_t count) const {
    const FragmentChain* chain = leaves_.contains(leaf) ? find_chain(leaf, para) : nullptr;
    if (chain == nullptr) return {};
    return chain->find_backable(ancestors, count);
}

std::vector<Hash256> ProspectiveParachains::membership(ParaId para, const HypotheticalCandidate& candidate) const {
    std::vector<Hash256> out;
    for (const Hash256& leaf : leaves_) {
        const FragmentChain* chain = find_chain(leaf, para);
        if (chain == nullptr) continue;
        const auto checked = chain->check_potential(blocks_.at(leaf).scheduling, candidate);
        if (checked || checked.error() == NoPotential::kKnown) out.push_back(leaf);
    }
    return out;
}

std::vector<Hash256> ProspectiveParachains::membership(const CandidateHash& hash,
                                                       const CommittedCandidateReceipt& receipt,
                                                       const PersistedValidationData& data,
                                                       const RelayParents& relay_parents) const {
    std::vector<Hash256> out;
    const auto entry = make_entry(hash, receipt, data);
    if (!entry) return out;
    for (const Hash256& leaf : leaves_) {
        const FragmentChain* chain = find_chain(leaf, receipt.descriptor.para_id);
        const Block& block = blocks_.at(leaf);
        if (chain == nullptr || !is_in_scope(leaf, block.session, receipt, data, relay_parents)) continue;
        const auto checked = chain->check_potential(block.scheduling, entry.value());
        if (checked || checked.error() == NoPotential::kKnown) out.push_back(leaf);
    }
    return out;
}

std::optional<PersistedValidationData> ProspectiveParachains::find_validation_data(
    ParaId para, const Hash256& relay_parent, SessionIndex session, const Hash256& parent_head_hash,
    std::optional<HeadData> parent_head, const RelayParents& relay_parents) const {
    std::optional<RelayParent> block;
    uint32_t max_pov_size = 0;
    for (const Hash256& leaf : leaves_) {
        const FragmentChain* chain = find_chain(leaf, para);
        if (chain == nullptr) continue;
        if (!block) {
            block = relay_parents.find(leaf, session, relay_parent);
            max_pov_size = chain->scope().constraints.max_pov_size;
        }
        if (!parent_head) {
            if (const HeadData* known = chain->find_head(parent_head_hash)) parent_head = *known;
        }
    }
    if (!block || !parent_head) return std::nullopt;
    return PersistedValidationData{*std::move(parent_head), block->number, block->storage_root, max_pov_size};
}

}  // namespace serinus::parachain
