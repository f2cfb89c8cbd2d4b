#include "pvf/precheck_votes.hpp"

#include <vector>

namespace serinus::pvf {
namespace {

constexpr size_t kSessionBytes = sizeof(uint32_t);

/// Session first, most significant byte first, so that old ones stand together.
Bytes key_of(const Hash256& code, uint32_t session) {
    Bytes key;
    for (int shift = 24; shift >= 0; shift -= 8) key.push_back(static_cast<uint8_t>(session >> shift));
    append(key, code.bytes);
    return key;
}

uint32_t session_of(BytesView key) {
    uint32_t session = 0;
    for (size_t i = 0; i < kSessionBytes && i < key.size(); ++i) session = session << 8 | key[i];
    return session;
}

}  // namespace

std::optional<bool> vote_on(const Result<void, PrepareError>& precheck) {
    if (precheck) return true;
    if (precheck.error().fault == PrepareFault::kOurs) return std::nullopt;
    return false;
}

Result<std::optional<bool>, std::string> PrecheckVotes::find(const Hash256& code, uint32_t session) const {
    const auto snapshot = store_->snapshot();
    if (!snapshot) return Err(snapshot.error().reason);
    const auto value = (*snapshot)->get(column_, key_of(code, session));
    if (!value) return Err(value.error().reason);
    if (!value->has_value() || (*value)->empty()) return std::optional<bool>();
    return std::optional<bool>((**value)[0] != 0);
}

Result<bool, std::string> PrecheckVotes::settle(const Hash256& code, uint32_t session, bool accept) {
    TRY_ASSIGN(const auto given, find(code, session));
    if (given) return *given;
    auto batch = store_->batch();
    batch->put(column_, key_of(code, session), Bytes{static_cast<uint8_t>(accept)});
    if (const auto kept = store_->commit(std::move(batch), storage::Durability::kSynced); !kept)
        return Err(kept.error().reason);
    return accept;
}

Result<void, std::string> PrecheckVotes::prune(uint32_t first_session) {
    std::vector<Bytes> old;
    {
        const auto snapshot = store_->snapshot();
        if (!snapshot) return Err(snapshot.error().reason);
        const auto cursor = (*snapshot)->cursor(column_);
        auto there = cursor->seek({});
        for (; there && *there; there = cursor->next()) {
            if (session_of(cursor->key()) >= first_session) break;
            old.push_back(to_bytes(cursor->key()));
        }
        if (!there) return Err(there.error().reason);
    }
    auto batch = store_->batch();
    for (const Bytes& key : old) batch->remove(column_, key);
    if (const auto done = store_->commit(std::move(batch), storage::Durability::kBuffered); !done)
        return Err(done.error().reason);
    return {};
}

}  // namespace serinus::pvf
