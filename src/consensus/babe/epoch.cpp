#include "consensus/babe/epoch.hpp"

namespace serinus::consensus::babe {

EpochOfBlock epoch_of(const std::optional<EpochRecord>& parent, Slot slot, const Configuration& genesis) {
    if (!parent) {
        return {.frame = {.index = 0,
                          .start_slot = slot,
                          .announced_by = {},
                          .config = {genesis.rate, genesis.allowed_slots}},
                .is_first = true};
    }
    const EpochFrame& current = parent->current;
    const Slot end = saturating_add(current.start_slot, genesis.epoch_length);
    if (slot < end) return {.frame = current, .is_first = false};
    const uint64_t skipped = genesis.epoch_length == 0 ? 0 : (slot - end) / genesis.epoch_length;
    return {.frame = {.index = saturating_add(current.index, skipped + 1),
                      .start_slot = end + skipped * genesis.epoch_length,  // at most `slot`
                      .announced_by = parent->next_announced_by,
                      .config = parent->next_config},
            .is_first = true};
}

Result<EpochRecord, std::string> record_of(const std::optional<EpochRecord>& parent, const EpochOfBlock& epoch,
                                           const Hash256& hash, const HeaderDigests& digests) {
    if (epoch.is_first && !digests.next_epoch) {
        return Err("it is the first block of epoch " + std::to_string(epoch.frame.index) +
                   " and does not announce the next one");
    }
    if (!epoch.is_first && digests.next_epoch) {
        return Err("it announces the next epoch, but is not the first block of epoch " +
                   std::to_string(epoch.frame.index));
    }
    if (!epoch.is_first && digests.next_config) {
        return Err(std::string("it changes the configuration without announcing the next epoch"));
    }
    EpochRecord record;
    record.current = epoch.frame;
    if (epoch.is_first) {
        record.next_announced_by = hash;
        record.next_config = digests.next_config
                                 ? EpochConfig{digests.next_config->rate, digests.next_config->allowed_slots}
                                 : epoch.frame.config;
    } else {
        record.next_announced_by = parent->next_announced_by;
        record.next_config = parent->next_config;
    }
    const bool primary = digests.claim && std::holds_alternative<Primary>(*digests.claim);
    record.primary_blocks = (parent ? parent->primary_blocks : 0) + (primary ? 1 : 0);
    return record;
}

}  // namespace serinus::consensus::babe
