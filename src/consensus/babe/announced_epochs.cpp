#include "consensus/babe/announced_epochs.hpp"

#include "base/hex.hpp"

namespace serinus::consensus::babe {

using chain::ChainError;

namespace {

constexpr size_t kCachedEpochs = 4;  // two for each of two branches

ChainError lost(const Hash256& hash, const char* what) {
    return {ChainError::Kind::kStore, std::string(what) + " of block " + to_hex_prefixed(hash.bytes)};
}

}  // namespace

Result<std::shared_ptr<const NextEpoch>, ChainError> AnnouncedEpochs::find(const Hash256& announced_by,
                                                                           const FindHeader& find_header) {
    for (auto at = announced_.begin(); at != announced_.end(); ++at) {
        if (at->first != announced_by) continue;
        announced_.splice(announced_.begin(), announced_, at);
        return at->second;
    }
    std::shared_ptr<const NextEpoch> found;
    if (announced_by == Hash256()) {
        found = std::make_shared<NextEpoch>(genesis_.authorities, genesis_.randomness);
    } else {
        TRY_ASSIGN(const auto header, find_header(announced_by));
        if (!header) return Err(lost(announced_by, "the database lacks the header"));
        auto digests = find_digests(*header);
        if (!digests || !digests->next_epoch) return Err(lost(announced_by, "there is no epoch in the header"));
        found = std::make_shared<NextEpoch>(*std::move(digests->next_epoch));
    }
    announced_.emplace_front(announced_by, found);
    if (announced_.size() > kCachedEpochs) announced_.pop_back();
    return found;
}

Result<Epoch, ChainError> AnnouncedEpochs::epoch(const EpochFrame& frame, const FindHeader& find_header) {
    TRY_ASSIGN(const auto data, find(frame.announced_by, find_header));
    return Epoch{frame, data->authorities, data->randomness};
}

}  // namespace serinus::consensus::babe
