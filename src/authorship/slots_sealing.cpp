#include "authorship/slots_sealing.hpp"

#include "base/hex.hpp"
#include "platform/log.hpp"

namespace serinus::authorship {

using chain::BlockId;
using chain::ChainError;

namespace {

Bytes last_authored_key() { return to_bytes(as_bytes("authorship:last_authored_slot")); }

}  // namespace

Result<Slot, ChainError> load_last_authored(chain::Client& client) {
    TRY_ASSIGN(const auto value, client.find_aux(last_authored_key()));
    if (!value) return Slot{0};
    const auto slot = scale::decode<Slot>(*value);
    if (!slot) return Err(ChainError{ChainError::Kind::kStore, "the last authored slot cannot be decoded"});
    return *slot;
}

Result<void, ChainError> save_last_authored(chain::Client& client, Slot slot) {
    return client.put_aux({{last_authored_key(), scale::encode(slot)}});
}

Result<std::unique_ptr<SlotWorker>, std::string> SlotWorker::make(chain::Client& client, Author& author,
                                                                  SlotEngine& engine, Options options) {
    std::unique_ptr<SlotWorker> worker(new SlotWorker(client, author, engine, std::move(options)));
    const auto last = load_last_authored(client);
    if (!last) return Err(last.error().reason);
    worker->last_authored_ = *last;
    return worker;
}

SlotOutcome SlotWorker::chain_is_ahead(Slot slot, Slot head_slot) {
    const uint64_t seconds = (head_slot - slot + 1) * engine_->slot_duration_ms() / 1000;
    if (head_slot > slot && reported_ahead_ != head_slot) {
        reported_ahead_ = head_slot;
        log::warn(engine_->log_target(),
                  "The chain's time is ahead of the clock, as if blocks had been sealed without it: the next block can "
                  "be authored in " +
                      std::to_string(seconds) + " seconds. Another --sealing mode does not wait.");
    }
    return SlotOutcome::kChainIsAhead;
}

Result<BlockRequest, SlotOutcome> SlotWorker::decide(Slot slot, uint64_t now_ms) {
    const char* target = engine_->log_target();
    const auto failed = [&](const ChainError& error) {
        log::warn(target, "Unable to author block in slot " + std::to_string(slot) + ": " + error.reason);
        return Err(SlotOutcome::kFailed);
    };
    if (slot <= last_authored_) return Err(SlotOutcome::kAlreadyAuthored);
    if (options_.is_syncing && options_.is_syncing()) {
        log::debug(target, [] { return "Skipping proposal slot due to sync."; });
        return Err(SlotOutcome::kSyncing);
    }
    const BlockId head = client_->best();
    const auto header = client_->find_header(head.hash);
    if (!header) return failed(header.error());
    const auto head_slot = engine_->slot_of(**header);
    if (head_slot && *head_slot >= slot) return Err(chain_is_ahead(slot, *head_slot));

    const uint64_t slot_ms = engine_->slot_duration_ms();
    const uint64_t end_ms = (slot + 1) * slot_ms;
    const uint64_t duration = proposing_duration_ms(slot, head_slot, slot_ms, end_ms > now_ms ? end_ms - now_ms : 0);
    if (duration == 0) {
        log::debug(target, [&] {
            return "Skipping proposal slot " + std::to_string(slot) + " since there's no time left to propose";
        });
        return Err(SlotOutcome::kNoTime);
    }
    auto claim = engine_->claim(head, slot);
    if (!claim) return failed(claim.error());
    if (!*claim) return Err(SlotOutcome::kNotOurs);
    if (options_.backoff &&
        options_.backoff->holds(head.number, head_slot.value_or(0), client_->finalized().number, slot)) {
        log::info(target, "Backing off claiming new slot for block authorship: finality is lagging.");
        return Err(SlotOutcome::kBackedOff);
    }
    log::debug(target, [&] {
        return "Starting authorship at slot: " + std::to_string(slot) + "; timestamp = " + std::to_string(now_ms);
    });
    return BlockRequest{.parent = head,
                        .claim = **std::move(claim),
                        .timestamp_ms = now_ms,
                        .duration_ms = duration,
                        .block_size_limit = options_.block_size_limit,
                        .discard_late = true,
                        .create_empty = true};
}

// Whatever becomes of the block: from here on the slot counts as used.
bool SlotWorker::take_slot(Slot slot) {
    last_authored_ = slot;
    const auto saved = save_last_authored(*client_, slot);
    if (!saved) {
        log::error(engine_->log_target(),
                   "The slot cannot be noted on the disk, so no block is authored in it: " + saved.error().reason);
    }
    return saved.has_value();
}

SlotOutcome SlotWorker::outcome_of(Slot slot, const Author::Outcome& result) const {
    if (result) return *result ? SlotOutcome::kAuthored : SlotOutcome::kTooLate;
    log::warn(engine_->log_target(),
              "Unable to author block in slot " + std::to_string(slot) + ": " + result.error().reason);
    return SlotOutcome::kFailed;
}

void SlotWorker::on_slot(Slot slot, uint64_t unix_now_ms, Callback callback) {
    auto request = decide(slot, unix_now_ms);
    if (!request) return callback(request.error());
    if (!take_slot(slot)) return callback(SlotOutcome::kFailed);
    author_->author_block(*std::move(request),
                          [this, slot, callback = std::move(callback)](const Author::Outcome& result) mutable {
                              callback(outcome_of(slot, result));
                          });
}

}  // namespace serinus::authorship
