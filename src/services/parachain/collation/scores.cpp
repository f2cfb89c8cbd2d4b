// The part of collations that is about the scores of collators.
#include "platform/log.hpp"
#include "services/parachain/availability/columns.hpp"
#include "services/parachain/collation/collations.hpp"

namespace serinus::services::paras {

using parachain::CollatorScores;
using runtime_api::parachain_host::CandidateEvent;
namespace host = runtime_api::parachain_host;

namespace {

constexpr const char* kScoresLog = "parachain::collator-protocol";
constexpr std::string_view kScoresKey = "collator scores";

}  // namespace

void Collations::restore_scores() {
    const auto snapshot = environment_.disk.snapshot();
    const auto stored = snapshot ? (*snapshot)->get(columns::kScores, as_bytes(kScoresKey)) : Err(snapshot.error());
    if (!stored) return log::warn(kScoresLog, "The scores of collators cannot be read: " + stored.error().reason);
    const bool is_restored =
        !*stored || parachain::restore_scores(**stored, environment_.scheduler.unix_now_ms(), scores_);
    if (!is_restored) log::warn(kScoresLog, "The scores of collators on the disk cannot be read: all begin anew");
    plan_storing();
}

void Collations::store_scores() {
    auto batch = environment_.disk.batch();
    batch->put(columns::kScores, as_bytes(kScoresKey), parachain::encode_scores(scores_));
    const auto committed = environment_.disk.commit(std::move(batch), storage::Durability::kBuffered);
    if (!committed) log::warn(kScoresLog, "The scores of collators cannot be stored: " + committed.error().reason);
}

void Collations::plan_storing() {
    (void)environment_.lane.post_after(parachain::ValidatorSide::kStoreScoresEach, [this] {
        store_scores();
        plan_storing();
    });
}

void Collations::on_finalized(const ActiveLeaves::Leaf& block) {
    parachain::ScoreBumps bumps;
    const BlockNumber counted = scores_.counted_to().value_or(0);
    Hash256 hash = block.hash;
    for (size_t count = 0; count < parachain::kMaxScoredBlocks; ++count) {
        const auto header = environment_.headers.find_header(hash);
        if (header == nullptr || header->number.value <= counted || header->number.value == 0) break;
        add_bumps_of(hash, header->parent_hash, bumps);
        hash = header->parent_hash;
    }
    side_.on_finalized(block.number, bumps, registered_at(block, bumps), environment_.scheduler.unix_now_ms());
}

void Collations::add_bumps_of(const Hash256& block, const Hash256& parent, parachain::ScoreBumps& out) {
    const auto events = environment_.states.events(block);
    if (!events) return;
    std::set<CandidateHash> included;
    std::set<ParaId> paras;
    for (const CandidateEvent& event : *events) {
        const auto* one = std::get_if<CandidateEvent::Included>(&event.v);
        if (one == nullptr) continue;
        included.insert(one->receipt.hash());
        paras.insert(one->receipt.descriptor.para_id);
    }
    for (const ParaId para : paras) {
        const auto pending = environment_.calls.ask(parent, host::kCandidatesPendingAvailability, para);
        if (pending) parachain::add_bumps(included, *pending, out);
    }
}

/// Below version 14 nobody says which are registered: those that have scores, or get one now, stay.
std::set<ParaId> Collations::registered_at(const ActiveLeaves::Leaf& block, const parachain::ScoreBumps& bumps) {
    const auto session = environment_.states.session_of_children(block.hash);
    if (session && *session != nullptr) {
        const auto all = environment_.calls.in_session((*session)->index, block.hash, host::kParaIds);
        if (all) return {all->begin(), all->end()};
    }
    std::set<ParaId> out;
    for (const auto& [para, of_para] : scores_.all()) out.insert(para);
    for (const auto& [para, of_para] : bumps) out.insert(para);
    return out;
}

}  // namespace serinus::services::paras
