#include "consensus/babe/announced_epochs.hpp"

#include "base/hex.hpp"
#include "hashing/hashing.hpp"

namespace serinus::consensus::babe {

using chain::ChainError;

namespace {

constexpr std::string_view kRecordKey = "babe_epoch";
constexpr size_t kCachedEpochs = 4;  // two for each of two branches

ChainError lost_epoch(const Hash256& hash, const char* what) {
    return {ChainError::Kind::kStore, std::string(what) + " of block " + to_hex_prefixed(hash.bytes)};
}

Bytes key_of_record(const Hash256& hash) { return concat(as_bytes(kRecordKey), hash.bytes); }

}  // namespace

AnnouncementRecord record_of_announcement(const NextEpoch& epoch) {
    Bytes encoded = scale::encode(epoch);
    const Hash256 hash = hashing::blake2b_256(encoded);
    return {hash, {key_of_record(hash), std::move(encoded)}};
}

AnnouncedEpochs::Lookup AnnouncedEpochs::lookup_in(chain::Client& client) {
    using Header = std::optional<primitives::Header>;
    return {.find_header = [&client](const Hash256& hash) -> Result<Header, ChainError> {
                TRY_ASSIGN(const auto header, client.find_header(hash));
                return header ? Header(*header) : std::nullopt;
            },
            .find_aux = [&client](BytesView key) { return client.find_aux(key); }};
}

AnnouncedEpochs::Lookup AnnouncedEpochs::lookup_in(chain::Ancestry& ancestry) {
    return {.find_header = [&ancestry](const Hash256& hash) { return ancestry.find_header(hash); },
            .find_aux = [&ancestry](BytesView key) { return ancestry.find_aux(key); }};
}

Result<NextEpoch, ChainError> AnnouncedEpochs::read(const Hash256& announced_by, const Lookup& lookup) {
    TRY_ASSIGN(const auto header, lookup.find_header(announced_by));
    if (header) {
        auto digests = find_digests(*header);
        if (!digests || !digests->next_epoch) return Err(lost_epoch(announced_by, "there is no epoch in the header"));
        return *std::move(digests->next_epoch);
    }
    TRY_ASSIGN(const auto record, lookup.find_aux(key_of_record(announced_by)));
    if (!record) return Err(lost_epoch(announced_by, "the database lacks the header"));
    auto epoch = scale::decode<NextEpoch>(*record);
    if (!epoch) return Err(lost_epoch(announced_by, "the record of an epoch is damaged, that"));
    return *std::move(epoch);
}

Result<std::shared_ptr<const NextEpoch>, ChainError> AnnouncedEpochs::find(const Hash256& announced_by,
                                                                           const Lookup& lookup) {
    for (auto at = announced_.begin(); at != announced_.end(); ++at) {
        if (at->first != announced_by) continue;
        announced_.splice(announced_.begin(), announced_, at);
        return at->second;
    }
    std::shared_ptr<const NextEpoch> found;
    if (announced_by == Hash256()) {
        found = std::make_shared<NextEpoch>(genesis_.authorities, genesis_.randomness);
    } else {
        found = std::make_shared<NextEpoch>(TRY(read(announced_by, lookup)));
    }
    announced_.emplace_front(announced_by, found);
    if (announced_.size() > kCachedEpochs) announced_.pop_back();
    return found;
}

Result<Epoch, ChainError> AnnouncedEpochs::epoch(const EpochFrame& frame, const Lookup& lookup) {
    TRY_ASSIGN(const auto data, find(frame.announced_by, lookup));
    return Epoch{frame, data->authorities, data->randomness};
}

}  // namespace serinus::consensus::babe
