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
                                                                  SlotEngine& engine, SlotWorkerOptions options) {
    const auto last = load_last_authored(client);
    if (!last) return Err(last.error().reason);
    return std::unique_ptr<SlotWorker>(new SlotWorker(client, author, engine, std::move(options), *last));
}

void SlotWorker::on_slot(Slot slot, uint64_t unix_now_ms, Callback callback) {
    Running running{.slot = slot, .begin_ms = unix_now_ms, .head = client_->best(), .callback = std::move(callback)};
    const auto header = client_->find_header(running.head.hash);
    if (!header) {
        log_failure(slot, header.error().reason);
        return running.callback(SlotOutcome::kFailed);
    }
    handle(SlotCore::SlotBegun{.slot = slot,
                               .best = running.head.number,
                               .finalized = client_->finalized().number,
                               .best_slot = engine_->slot_of(**header),
                               .is_syncing = options_.is_syncing && options_.is_syncing()},
           running);
}

void SlotWorker::handle(const SlotCore::Input& input, Running& running) {
    SlotCore::Effects effects;
    core_.handle(input, running.begin_ms, effects);
    for (const auto& effect : effects) perform(effect, running);
}

void SlotWorker::perform(const SlotCore::Effect& effect, Running& running) {
    if (std::holds_alternative<SlotCore::Claim>(effect)) {
        handle(SlotCore::Claimed{claim(running)}, running);
    } else if (std::holds_alternative<SlotCore::Note>(effect)) {
        handle(SlotCore::Noted{note(running.slot)}, running);
    } else if (const auto* begin = std::get_if<SlotCore::Author>(&effect)) {
        author(begin->duration_ms, running);
    } else if (const auto* over = std::get_if<SlotCore::End>(&effect)) {
        end(over->outcome, running);
    } else {
        log::warn(engine_->log_target(),
                  "The chain's time is ahead of the clock, as if blocks had been sealed without it: the next block can "
                  "be authored in " +
                      std::to_string(std::get<SlotCore::WarnAhead>(effect).seconds) +
                      " seconds. Another --sealing mode does not wait.");
    }
}

void SlotWorker::end(SlotOutcome outcome, Running& running) {
    const char* target = engine_->log_target();
    if (outcome == SlotOutcome::kSyncing) {
        log::debug(target, [] { return "Skipping proposal slot due to sync."; });
    } else if (outcome == SlotOutcome::kNoTime) {
        log::debug(target, [&] {
            return "Skipping proposal slot " + std::to_string(running.slot) + " since there's no time left to propose";
        });
    } else if (outcome == SlotOutcome::kBackedOff) {
        log::info(target, "Backing off claiming new slot for block authorship: finality is lagging.");
    }
    running.callback(outcome);
}

std::optional<bool> SlotWorker::claim(Running& running) {
    auto claimed = engine_->claim(running.head, running.slot);
    if (!claimed) {
        log_failure(running.slot, claimed.error().reason);
        return std::nullopt;
    }
    running.claim = *std::move(claimed);
    return running.claim.has_value();
}

bool SlotWorker::note(Slot slot) {
    const auto saved = save_last_authored(*client_, slot);
    if (!saved) {
        log::error(engine_->log_target(),
                   "The slot cannot be noted on the disk, so no block is authored in it: " + saved.error().reason);
    }
    return saved.has_value();
}

void SlotWorker::author(uint64_t duration_ms, Running& running) {
    log::debug(engine_->log_target(), [&] {
        return "Starting authorship at slot: " + std::to_string(running.slot) +
               "; timestamp = " + std::to_string(running.begin_ms);
    });
    BlockRequest request{.parent = running.head,
                         .claim = *std::move(running.claim),
                         .timestamp_ms = running.begin_ms,
                         .duration_ms = duration_ms,
                         .block_size_limit = options_.block_size_limit,
                         .discard_late = true,
                         .create_empty = true};
    author_->author_block(std::move(request), [this, slot = running.slot, callback = std::move(running.callback)](
                                                  const Author::Outcome& result) mutable {
        if (!result) log_failure(slot, result.error().reason);
        if (!result) return callback(SlotOutcome::kFailed);
        callback(*result ? SlotOutcome::kAuthored : SlotOutcome::kTooLate);
    });
}

void SlotWorker::log_failure(Slot slot, const std::string& reason) const {
    log::warn(engine_->log_target(), "Unable to author block in slot " + std::to_string(slot) + ": " + reason);
}

}  // namespace serinus::authorship
