#include "consensus/babe/epoch_changes.hpp"

#include <map>

namespace serinus::consensus::babe {

using chain::ChainError;

namespace {

/// Spec: defn-epoch-duration
struct Span {
    Slot start = 0;
    Slot end = 0;  ///< not in the epoch
};
Span span_of(const DescribedEpoch& epoch) { return {epoch.start_slot, saturating_add(epoch.start_slot, epoch.length)}; }

struct Block {
    Hash256 hash;
    uint32_t number = 0;

    friend auto operator<=>(const Block&, const Block&) = default;
};
Block block_of(const AnnouncedEpoch& announced) { return {announced.block.hash, announced.block.number}; }

// Index 0: epochs 0 and 1; index 1: one of the others.
template <class Part>
void append_epoch(Bytes& out, const AnnouncedEpoch& announced, const Part& part) {
    const uint8_t variant = announced.genesis_epoch ? 0 : 1;
    scale::append_encoded(out, variant);
    if (announced.genesis_epoch) scale::append_encoded(out, part(*announced.genesis_epoch));
    scale::append_encoded(out, part(announced.epoch));
}

void append_count(Bytes& out, size_t count) {
    scale::append_encoded(out, scale::Compact<uint32_t>(static_cast<uint32_t>(count)));
}

DescribedEpoch describe(const Epoch& epoch, uint64_t length) {
    return {.index = epoch.frame.index,
            .start_slot = epoch.frame.start_slot,
            .length = length,
            .authorities = epoch.authorities,
            .randomness = epoch.randomness,
            .config = epoch.frame.config};
}

Result<primitives::Header, ChainError> get_header(const Hash256& hash, const AnnouncedEpochs::Lookup& lookup) {
    TRY_ASSIGN(auto header, lookup.find_header(hash));
    ENSURE(header, ChainError(ChainError::Kind::kStore, "the database lacks the header that announced an epoch"));
    return *std::move(header);
}

/// The epoch of this frame, and epoch 0 if the block that announced it is the first of the chain.
Result<AnnouncedEpoch, ChainError> announced(const EpochFrame& frame, AnnouncedEpochs& epochs,
                                             const AnnouncedEpochs::Lookup& lookup) {
    const Configuration& genesis = epochs.genesis();
    TRY_ASSIGN(const auto header, get_header(frame.announced_by, lookup));
    TRY_ASSIGN(const Epoch epoch, epochs.epoch(frame, lookup));
    AnnouncedEpoch out{.block = {frame.announced_by, header.number},
                       .genesis_epoch = {},
                       .epoch = describe(epoch, genesis.epoch_length)};
    const auto digests = find_digests(header);
    if (header.number == 1 && digests && digests->claim) {
        out.genesis_epoch = DescribedEpoch{.index = 0,
                                           .start_slot = slot_of(*digests->claim),
                                           .length = genesis.epoch_length,
                                           .authorities = genesis.authorities,
                                           .randomness = genesis.randomness,
                                           .config = {genesis.rate, genesis.allowed_slots}};
    }
    return out;
}

}  // namespace

Result<std::vector<AnnouncedEpoch>, ChainError> epochs_after(const EpochRecord& record, AnnouncedEpochs& epochs,
                                                             const AnnouncedEpochs::Lookup& lookup) {
    std::vector<AnnouncedEpoch> out;
    if (record.current.announced_by != Hash256()) {
        out.push_back(TRY(announced(record.current, epochs, lookup)));
    }
    const EpochFrame next{.index = saturating_add(record.current.index, uint64_t{1}),
                          .start_slot = saturating_add(record.current.start_slot, epochs.genesis().epoch_length),
                          .announced_by = record.next_announced_by,
                          .config = record.next_config};
    out.push_back(TRY(announced(next, epochs, lookup)));
    return out;
}

Bytes encode_epoch_changes(const std::vector<AnnouncedEpoch>& epochs) {
    Bytes out;
    append_count(out, epochs.empty() ? 0 : 1);  // roots
    for (size_t i = 0; i < epochs.size(); ++i) {
        scale::append_encoded(out, block_of(epochs[i]));
        append_epoch(out, epochs[i], span_of);
        append_count(out, i + 1 < epochs.size() ? 1 : 0);  // children
    }
    scale::append_encoded(out, std::optional<uint32_t>());  // the tree's last final block, which BABE does not note

    std::map<Block, const AnnouncedEpoch*> sorted;
    for (const AnnouncedEpoch& epoch : epochs) sorted.emplace(block_of(epoch), &epoch);
    append_count(out, sorted.size());
    for (const auto& [block, epoch] : sorted) {
        scale::append_encoded(out, block);
        append_epoch(out, *epoch, [](const DescribedEpoch& all) -> const DescribedEpoch& { return all; });
    }
    return out;
}

}  // namespace serinus::consensus::babe
