#include "authorship/equivocation_watch.hpp"

#include "authorship/offchain_workers.hpp"
#include "base/hex.hpp"
#include "consensus/babe/epoch.hpp"
#include "platform/log.hpp"
#include "runtime_api/block_calls.hpp"

namespace serinus::authorship {

namespace babe = consensus::babe;
using babe::EquivocationProof;
using chain::ChainError;

namespace {

constexpr const char* kEquivocationLog = "babe";

constexpr uint64_t kMaxCallMs = 60'000;  // of a call into the runtime; ours

}  // namespace

EquivocationWatch::EquivocationWatch(chain::Client& client, pool::TransactionPool& pool, crypto::NodeKeys& keys,
                                     platform::Scheduler& scheduler, babe::Configuration genesis)
    : client_(&client),
      pool_(&pool),
      keys_(&keys),
      scheduler_(&scheduler),
      epochs_(std::move(genesis)),
      core_({.slot_duration_ms = epochs_.genesis().slot_duration_ms}),
      lane_(scheduler.make_lane({.name = "equivocations", .runs_on = platform::WorkClass::kRuntime})) {
    client_->add_listener(this);
}

EquivocationWatch::~EquivocationWatch() {
    client_->remove_listener(this);
    lane_->close();
}

uint64_t EquivocationWatch::seen() const {
    const std::lock_guard lock(mutex_);
    return core_.found();
}

Result<std::optional<EquivocationCore::BlockSeen>, ChainError> EquivocationWatch::read(
    const chain::ImportedBlock& block) {
    const std::optional<EquivocationCore::BlockSeen> none;
    const auto digests = babe::find_digests(*block.header);
    if (!digests || !digests->claim) return none;
    TRY_ASSIGN(const auto bytes, client_->find_record(block.id.hash));
    const auto record = scale::decode<babe::EpochRecord>(bytes.value_or(Bytes()));
    if (!record) return none;
    TRY_ASSIGN(const auto epoch,
               epochs_.find(record->current.announced_by, babe::AnnouncedEpochs::lookup_in(*client_)));
    const uint32_t index = babe::authority_index_of(*digests->claim);
    if (index >= epoch->authorities.size()) return none;
    return std::optional(
        EquivocationCore::BlockSeen{babe::slot_of(*digests->claim), epoch->authorities[index].key, *block.header});
}

void EquivocationWatch::on_imported(const chain::ImportedBlock& block) {
    using chain::BlockOrigin;
    if (block.origin == BlockOrigin::kNetworkInitialSync || block.origin == BlockOrigin::kFile) return;
    auto seen = read(block);
    if (!seen) {
        log::warn(kEquivocationLog, "Error checking for equivocation: " + seen.error().reason);
    } else if (*seen) {
        handle(**std::move(seen));
    }
}

void EquivocationWatch::handle(EquivocationCore::Input input) {
    const std::lock_guard lock(mutex_);
    EquivocationCore::Effects effects;
    core_.handle(std::move(input), scheduler_->unix_now_ms(), effects);
    for (auto& effect : effects) perform(std::move(effect));
}

void EquivocationWatch::perform(EquivocationCore::Effect effect) {
    if (const auto* found = std::get_if<EquivocationCore::Found>(&effect)) {
        const EquivocationProof& proof = found->proof;
        log::info(kEquivocationLog, "Slot author " + to_hex_prefixed(proof.offender.bytes) +
                                        " is equivocating at slot " + std::to_string(proof.slot) + " with headers " +
                                        to_hex_prefixed(primitives::header_hash(proof.first).bytes) + " and " +
                                        to_hex_prefixed(primitives::header_hash(proof.second).bytes));
    } else if (auto* question = std::get_if<EquivocationCore::AskOwnership>(&effect)) {
        (void)lane_->post_always([this, question = std::move(*question)] {
            handle(EquivocationCore::OwnershipAnswered{ownership_proof(question)});
        });
    } else if (auto* submit = std::get_if<EquivocationCore::SubmitReport>(&effect)) {
        (void)lane_->post_always([this, submit = std::move(*submit)] {
            report(submit);
            handle(EquivocationCore::ReportEnded{});
        });
    } else if (std::holds_alternative<EquivocationCore::GiveUp>(effect)) {
        log::debug(kEquivocationLog, [] { return "Equivocation offender is not part of the authority set."; });
    } else {
        log::warn(kEquivocationLog, "Too many equivocations wait to be reported: this one is not.");
    }
}

std::optional<Bytes> EquivocationWatch::ownership_proof(const EquivocationCore::AskOwnership& question) {
    auto found = client_->calls().execute(
        question.at.value_or(client_->best().hash), runtime_api::babe::kGenerateKeyOwnershipProof,
        {.stop = lane_->stop_token(), .max_duration_ms = kMaxCallMs}, question.proof.slot, question.proof.offender);
    return found ? *std::move(found) : std::nullopt;
}

void EquivocationWatch::report(const EquivocationCore::SubmitReport& effect) {
    const auto services = offchain_services(*client_, *pool_, *scheduler_, true);
    const auto made = client_->calls().execute(
        client_->best().hash, runtime_api::babe::kSubmitReport<EquivocationProof>,
        {.offchain = services.get(), .keys = keys_, .stop = lane_->stop_token(), .max_duration_ms = kMaxCallMs},
        effect.proof, effect.ownership);
    if (!made) {
        log::error(kEquivocationLog, "Error submitting equivocation report: " + made.error().to_string());
    } else if (*made) {
        log::info(kEquivocationLog,
                  "Submitted equivocation report for author " + to_hex_prefixed(effect.proof.offender.bytes));
    } else {
        log::debug(kEquivocationLog, [] { return "The runtime makes no report of the equivocation."; });
    }
}

}  // namespace serinus::authorship
