#include "parachain/backing/backing.hpp"

namespace serinus::parachain {
namespace {

namespace v9 = polkadot_primitives::v9;

/// How often groups have changed cores.
uint64_t rotations(const GroupRotationInfo& rotation) noexcept {
    const BlockNumber since = rotation.now - std::min(rotation.now, rotation.session_start_block);
    return since / rotation.group_rotation_frequency;
}

bool is_claimed(const ClaimQueue& queue, CoreIndex core, ParaId para) {
    const auto claims = queue.find(core);
    return claims != queue.end() &&
           std::find(claims->second.begin(), claims->second.end(), para) != claims->second.end();
}

StatementTable make_table(const BackingFacts& facts) {
    std::map<CoreIndex, std::vector<ValidatorIndex>> groups;
    for (const auto& [core, claims] : facts.claim_queue) {
        const GroupIndex group = group_of_core(facts.rotation, core, facts.groups.size());
        if (core._0 < facts.groups.size() && group._0 < facts.groups.size()) groups[core] = facts.groups[group._0];
    }
    return StatementTable(std::move(groups));
}

/// The last scheduled core whose group the validator is in; there is one at most.
std::optional<CoreIndex> find_core(const BackingFacts& facts, ValidatorIndex validator) {
    std::optional<CoreIndex> out;
    for (const auto& [core, claims] : facts.claim_queue) {
        const GroupIndex group = group_of_core(facts.rotation, core, facts.groups.size());
        if (core._0 >= facts.groups.size() || group._0 >= facts.groups.size()) continue;
        const auto& members = facts.groups[group._0];
        if (std::find(members.begin(), members.end(), validator) != members.end()) out = core;
    }
    return out;
}

}  // namespace

GroupIndex group_of_core(const GroupRotationInfo& rotation, CoreIndex core, size_t cores) noexcept {
    if (rotation.group_rotation_frequency == 0) return {core._0};
    if (cores == 0) return {0};
    return {static_cast<uint32_t>((core._0 + rotations(rotation)) % cores)};
}

CoreIndex core_of_group(const GroupRotationInfo& rotation, GroupIndex group, size_t cores) noexcept {
    if (rotation.group_rotation_frequency == 0) return {group._0};
    if (cores == 0) return {0};
    return {static_cast<uint32_t>((group._0 + cores - rotations(rotation) % cores) % cores)};
}

void Backing::activate(BackingFacts facts) {
    const Hash256 hash = facts.scheduling_parent;
    if (blocks_.contains(hash)) return;
    StatementTable table = make_table(facts);
    const auto own_core = facts.own ? find_core(facts, *facts.own) : std::nullopt;
    blocks_.emplace(hash, Block{std::move(facts), own_core, std::move(table), {}, {}, {}, {}, {}});
}

void Backing::retain(const std::set<Hash256>& scheduling_parents) {
    std::erase_if(blocks_, [&](const auto& block) { return !scheduling_parents.contains(block.first); });
    std::erase_if(inputs_, [&](const auto& input) { return !blocks_.contains(input.second.first); });
}

Backing::Block* Backing::find(const Hash256& scheduling_parent) {
    const auto found = blocks_.find(scheduling_parent);
    return found == blocks_.end() ? nullptr : &found->second;
}

std::optional<CoreIndex> Backing::own_core(const Hash256& scheduling_parent) const {
    const auto found = blocks_.find(scheduling_parent);
    return found == blocks_.end() ? std::nullopt : found->second.own_core;
}

bool Backing::is_able(const Block& block) {
    return block.facts.own && !block.facts.disabled.contains(*block.facts.own);
}

bool Backing::may_second(ParaId para, const HypotheticalCandidate& candidate) const {
    return blocks_.contains(candidate.scheduling_parent) && !prospective_.membership(para, candidate).empty();
}

void Backing::second(const CandidateReceipt& receipt, const PersistedValidationData& data, PoV pov, Effects& out) {
    if (receipt.descriptor.persisted_validation_data_hash != data.hash()) return;
    const Hash256 scheduling_parent = v9::scheduling_parent_of(receipt.descriptor);
    if (v9::check_version(receipt.descriptor, is_v3_enabled_) != v9::VersionVerdict::kAcceptable) {
        out.push_back({BackingEffect::CollationInvalid{scheduling_parent, receipt}});
        return;
    }
    Block* block = find(scheduling_parent);
    if (block == nullptr || !is_able(*block) || !block->own_core) return;
    if (!is_claimed(block->facts.claim_queue, *block->own_core, receipt.descriptor.para_id)) return;
    const CandidateHash hash = receipt.hash();
    if (block->decided.contains(hash) || !block->awaiting.try_emplace(hash, Work{true, receipt, data}).second) return;
    out.push_back(
        {BackingEffect::Validate{scheduling_parent, hash, receipt, data, *block->own_core, std::move(pov), {}}});
}

std::optional<CoreIndex> Backing::core_of_statement(const Block& block, const StatementWithCandidate& statement) {
    const auto& groups = block.facts.groups;
    for (size_t group = 0; group < groups.size(); ++group) {
        const auto& members = groups[group];
        if (std::find(members.begin(), members.end(), statement.statement.validator_index) == members.end()) continue;
        const CoreIndex core = core_of_group(block.facts.rotation, {static_cast<uint32_t>(group)}, groups.size());
        if (statement.receipt && !is_claimed(block.facts.claim_queue, core, statement.receipt->descriptor.para_id)) {
            return std::nullopt;
        }
        return core;
    }
    return std::nullopt;
}

Backing::Import Backing::import(Block& block, const StatementWithCandidate& statement,
                                const RelayParents& relay_parents, std::optional<CoreIndex>& counted_on, Effects& out) {
    const CandidateHash& hash = statement.statement.payload.candidate_hash();
    if (statement.receipt && !inputs_.contains(hash)) {
        if (!prospective_.introduce_seconded(hash, *statement.receipt, *statement.data, relay_parents)) {
            return Import::kRejected;
        }
        inputs_.emplace(hash, std::pair(block.facts.scheduling_parent, *statement.data));
    }
    const auto core = core_of_statement(block, statement);
    if (!core) return Import::kNotCounted;
    const auto imported =
        block.table.import(*core, statement.statement, statement.receipt ? &*statement.receipt : nullptr);
    if (imported.misbehavior) {
        out.push_back({BackingEffect::Misbehaved{block.facts.scheduling_parent, statement.statement.validator_index,
                                                 *imported.misbehavior}});
    }
    if (!imported.core) return Import::kNotCounted;
    counted_on = imported.core;
    if (!block.backed.contains(hash) && block.table.find_backed(hash, block.facts.minimum_backing_votes)) {
        block.backed.insert(hash);
        const ParaId para = block.table.find(hash)->descriptor.para_id;
        prospective_.mark_backed(para, hash);
        out.push_back({BackingEffect::Backed{para, hash}});
    }
    return Import::kCounted;
}

void Backing::on_statement(const Hash256& scheduling_parent, const StatementWithCandidate& statement,
                           const RelayParents& relay_parents, Effects& out) {
    Block* block = find(scheduling_parent);
    const ValidatorIndex signer = statement.statement.validator_index;
    if (block == nullptr || block->facts.disabled.contains(signer)) return;
    const CandidateHash hash = statement.statement.payload.candidate_hash();
    const bool is_seconded = statement.statement.payload.is_seconded();
    if (is_seconded) {
        if (!statement.receipt || !statement.data || statement.receipt->hash() != hash) return;
        if (v9::check_version(statement.receipt->descriptor, is_v3_enabled_) != v9::VersionVerdict::kAcceptable ||
            v9::scheduling_parent_of(statement.receipt->descriptor) != scheduling_parent) {
            return;
        }
    } else if (statement.receipt) {
        return;
    }
    std::optional<CoreIndex> core;
    if (import(*block, statement, relay_parents, core, out) != Import::kCounted || core != block->own_core) return;

    // A candidate of the own group: vote on it too.
    if (is_seconded) {
        block->attesting.try_emplace(hash, Attesting{signer, {}});
    } else {
        const auto attesting = block->attesting.find(hash);
        if (attesting == block->attesting.end() || signer == block->facts.own) return;
        if (block->awaiting.contains(hash)) {
            attesting->second.others.push_back(signer);
            return;
        }
    }
    start_attesting(*block, hash, signer, out);
}

void Backing::start_attesting(Block& block, const CandidateHash& hash, ValidatorIndex from, Effects& out) {
    const auto input = inputs_.find(hash);
    if (!is_able(block) || block.decided.contains(hash) || input == inputs_.end()) return;
    const CandidateReceipt receipt = block.table.find(hash)->to_plain();
    const PersistedValidationData& data = input->second.second;
    if (!block.awaiting.try_emplace(hash, Work{false, receipt, data}).second) return;
    block.attesting[hash].from = from;
    out.push_back({BackingEffect::Validate{block.facts.scheduling_parent, hash, receipt, data, *block.own_core,
                                           std::nullopt, from}});
}

void Backing::on_no_pov(const Hash256& scheduling_parent, const CandidateHash& hash, Effects& out) {
    Block* block = find(scheduling_parent);
    if (block == nullptr || block->awaiting.erase(hash) == 0) return;
    const auto attesting = block->attesting.find(hash);
    if (attesting == block->attesting.end() || attesting->second.others.empty()) return;
    const ValidatorIndex next = attesting->second.others.back();
    attesting->second.others.pop_back();
    start_attesting(*block, hash, next, out);
}

void Backing::on_validated(const Hash256& scheduling_parent, const CandidateHash& hash, Outcome outcome,
                           const CandidateCommitments& commitments, const RelayParents& relay_parents, Effects& out) {
    Block* block = find(scheduling_parent);
    if (block == nullptr) return;
    const auto work = block->awaiting.extract(hash);
    if (!work || block->decided.contains(hash)) return;
    const auto& [is_to_second, receipt, data] = work.mapped();
    if (!is_to_second) {
        block->attesting.erase(hash);
        if (outcome != Outcome::kValid) {
            block->decided.insert(hash);
            return;
        }
        SignedStatement vote;
        vote.payload.statement.v = CompactStatement::Valid{hash};
        ask_to_sign(*block, hash, {vote, std::nullopt, std::nullopt}, out);
        return;
    }
    if (outcome == Outcome::kUnknown) return;
    if (outcome == Outcome::kInvalid || commitments.hash() != receipt.commitments_hash) {
        block->decided.insert(hash);
        out.push_back({BackingEffect::CollationInvalid{scheduling_parent, receipt}});
        return;
    }
    const CommittedCandidateReceipt committed{receipt.descriptor, commitments};
    if (prospective_.membership(hash, committed, data, relay_parents).empty()) return;  // it has no future here
    SignedStatement seconds;
    seconds.payload.statement.v = CompactStatement::Seconded{hash};
    ask_to_sign(*block, hash, {seconds, committed, data}, out);
}

void Backing::ask_to_sign(Block& block, const CandidateHash& hash, StatementWithCandidate statement, Effects& out) {
    statement.statement.validator_index = *block.facts.own;
    block.decided.insert(hash);
    out.push_back({BackingEffect::Sign{block.facts.scheduling_parent, statement.statement.payload.statement}});
    block.to_sign.insert_or_assign(hash, std::move(statement));
}

void Backing::on_signed(const Hash256& scheduling_parent, const SignedStatement& statement,
                        const RelayParents& relay_parents, Effects& out) {
    Block* block = find(scheduling_parent);
    if (block == nullptr) return;
    const CandidateHash hash = statement.payload.candidate_hash();
    auto waiting = block->to_sign.extract(hash);
    if (!waiting || !(waiting.mapped().statement.payload == statement.payload)) return;
    StatementWithCandidate& own = waiting.mapped();
    own.statement.signature = statement.signature;
    Effects after;
    std::optional<CoreIndex> core;
    if (import(*block, own, relay_parents, core, after) == Import::kRejected) {
        out.push_back({BackingEffect::CollationInvalid{scheduling_parent, own.receipt->to_plain()}});
        return;
    }
    out.push_back({BackingEffect::Share{scheduling_parent, own}});
    for (BackingEffect& effect : after) out.push_back(std::move(effect));
    if (own.receipt) {
        out.push_back({BackingEffect::CollationSeconded{scheduling_parent, hash, own.statement, *own.receipt}});
    }
}

std::vector<BackedCandidate> Backing::find_backed(const std::vector<FragmentChain::Backable>& candidates) const {
    std::vector<BackedCandidate> out;
    for (const auto& candidate : candidates) {
        const auto block = blocks_.find(candidate.scheduling_parent);
        if (block == blocks_.end()) break;
        auto backed = block->second.table.find_backed(candidate.hash, block->second.facts.minimum_backing_votes);
        if (!backed) break;
        out.push_back(*std::move(backed));
    }
    return out;
}

}  // namespace serinus::parachain
