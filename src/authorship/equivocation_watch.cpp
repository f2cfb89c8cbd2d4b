#include "authorship/equivocation_watch.hpp"

#include "authorship/offchain_workers.hpp"
#include "base/hex.hpp"
#include "consensus/babe/epoch.hpp"
#include "platform/log.hpp"

namespace serinus::authorship {

namespace babe = consensus::babe;
using babe::EquivocationProof;
using chain::ChainError;

namespace {

constexpr const char* kTarget = "babe";
constexpr size_t kWaitingReports = 32;  // ours

std::string hex(BytesView bytes) { return to_hex_prefixed(bytes); }

}  // namespace

EquivocationWatch::EquivocationWatch(chain::Client& client, pool::TransactionPool& pool, crypto::NodeKeys& keys,
                                     platform::Scheduler& scheduler, babe::Configuration genesis)
    : client_(&client),
      pool_(&pool),
      keys_(&keys),
      scheduler_(&scheduler),
      epochs_(std::move(genesis)),
      lane_(scheduler.make_lane(
          {.name = "equivocations", .max_waiting = kWaitingReports, .runs_on = platform::WorkClass::kRuntime})) {
    client_->add_listener(this);
}

EquivocationWatch::~EquivocationWatch() {
    client_->remove_listener(this);
    lane_->close();
}

Result<std::optional<EquivocationProof>, ChainError> EquivocationWatch::examine(const chain::ImportedBlock& block) {
    const std::optional<EquivocationProof> none;
    const auto digests = babe::find_digests(*block.header);
    if (!digests || !digests->claim) return none;
    TRY_ASSIGN(const auto bytes, client_->find_record(block.id.hash));
    const auto record = scale::decode<babe::EpochRecord>(bytes.value_or(Bytes()));
    if (!record) return none;
    using Header = std::optional<primitives::Header>;
    TRY_ASSIGN(const auto epoch,
               epochs_.find(record->current.announced_by, [&](const Hash256& hash) -> Result<Header, ChainError> {
                   TRY_ASSIGN(const auto header, client_->find_header(hash));
                   return header ? Header(*header) : std::nullopt;
               }));
    const uint32_t index = babe::authority_index_of(*digests->claim);
    if (index >= epoch->authorities.size()) return none;
    const babe::Slot slot = babe::slot_of(*digests->claim);
    // Blocks that are sealed on demand may be from slots to come.
    const babe::Slot slot_now = std::max(scheduler_->unix_now_ms() / epochs_.genesis().slot_duration_ms, slot);
    return detector_.add(slot_now, slot, epoch->authorities[index].key, *block.header);
}

void EquivocationWatch::on_imported(const chain::ImportedBlock& block) {
    using chain::BlockOrigin;
    if (block.origin == BlockOrigin::kNetworkInitialSync || block.origin == BlockOrigin::kFile) return;
    const auto proof = examine(block);
    if (!proof) {
        log::warn(kTarget, "Error checking for equivocation: " + proof.error().reason);
        return;
    }
    if (!*proof) return;
    seen_.fetch_add(1);
    log::info(kTarget, "Slot author " + hex((*proof)->offender.bytes) + " is equivocating at slot " +
                           std::to_string((*proof)->slot) + " with headers " +
                           hex(primitives::header_hash((*proof)->first).bytes) + " and " +
                           hex(primitives::header_hash((*proof)->second).bytes));
    (void)lane_->post([this, found = **proof] { report(found); });
}

std::optional<Bytes> EquivocationWatch::ownership_proof(const EquivocationProof& proof, const Hash256& best) {
    const Bytes arguments = concat(scale::encode(proof.slot), proof.offender.bytes);
    // The parent is of the offender's session unless the block is the first one of it; then the best block may be.
    for (const Hash256& at : {proof.second.parent_hash, best}) {
        const auto answer = client_->call(at, "BabeApi_generate_key_ownership_proof", arguments);
        if (!answer) continue;
        auto found = scale::decode<std::optional<Bytes>>(*answer);
        if (found && *found) return **std::move(found);
    }
    return std::nullopt;
}

void EquivocationWatch::report(const EquivocationProof& proof) {
    const Hash256 best = client_->best().hash;
    const auto ownership = ownership_proof(proof, best);
    if (!ownership) {
        log::debug(kTarget, [] { return "Equivocation offender is not part of the authority set."; });
        return;
    }
    const auto services = offchain_services(*client_, *pool_, *scheduler_, true);
    const auto answer = client_->call(best, "BabeApi_submit_report_equivocation_unsigned_extrinsic",
                                      concat(scale::encode(proof), scale::encode(*ownership)),
                                      {.offchain = services.get(), .keys = keys_, .stop = lane_->stop_token()});
    if (!answer) {
        log::error(kTarget, "Error submitting equivocation report: " + answer.error().to_string());
    } else if (*answer == Bytes{1}) {  // Some(())
        log::info(kTarget, "Submitted equivocation report for author " + hex(proof.offender.bytes));
    } else {
        log::debug(kTarget, [] { return "The runtime makes no report of the equivocation."; });
    }
}

}  // namespace serinus::authorship
