#include "fork/origin/older_origin.hpp"

#include <algorithm>

#include "base/hex.hpp"
#include "hashing/hashing.hpp"
#include "state/forked_states.hpp"

namespace serinus::fork {

using chain::ChainError;
using primitives::BlockNumber;
using primitives::Body;
using primitives::Header;
using state::Area;
using state::EntryResult;
using state::StateError;
using state::TakeEntry;

namespace {

constexpr std::string_view kHeaders = "header";
constexpr std::string_view kBodies = "body";
constexpr std::string_view kHashes = "hash";
constexpr std::string_view kCodes = "code";
constexpr std::string_view kCodeHashes = "code of";
constexpr std::string_view kCodeKey = ":code";

ChainError failed_block_read(std::string reason) { return {ChainError::Kind::kState, std::move(reason)}; }

std::string not_in_cache(const std::string& what) {
    return "the fork is offline, and its cache does not have " + what +
           ", which is before the fork or not of its chain; start it once without --offline and do the same";
}

std::string shown(const Hash256& block) { return "the block " + to_hex_prefixed(block.bytes); }

template <class T>
Result<std::optional<T>, std::string> decoded(const std::optional<Bytes>& bytes) {
    if (!bytes) return std::optional<T>();
    auto out = scale::decode<T>(*bytes);
    if (!out) return Err(std::string("the cache of the fork is damaged: what it has of a block cannot be read"));
    return std::optional<T>(*std::move(out));
}

}  // namespace

/// A state before the fork, but for its code as RemoteOrigin has it.
class OlderOrigin::OlderState final : public state::Origin {
  public:
    OlderState(std::shared_ptr<RemoteOrigin> remote, std::shared_ptr<Codes> codes)
        : remote_(std::move(remote)), codes_(std::move(codes)) {}

    Hash256 root() const override { return remote_->root(); }
    Hash256 block() const override { return remote_->block(); }
    Result<std::optional<Bytes>, StateError> get(Area area, BytesView key) override {
        if (!area.is_top() || as_text(key) != kCodeKey) return remote_->get(area, key);
        auto code = codes_->of(remote_->block());
        if (!code) return Err(StateError{StateError::Kind::kIo, code.error()});
        return *code ? Result<std::optional<Bytes>, StateError>(**std::move(code)) : remote_->get(area, key);
    }
    Result<std::optional<Bytes>, StateError> next_key(Area area, BytesView key) override {
        return remote_->next_key(area, key);
    }
    std::optional<EntryResult> get_or_ask(Area area, BytesView key, TakeEntry& take) override {
        return remote_->get_or_ask(area, key, take);
    }
    void fetch_with(platform::Scheduler& scheduler) override { remote_->fetch_with(scheduler); }

  private:
    std::shared_ptr<RemoteOrigin> remote_;
    std::shared_ptr<Codes> codes_;
};

Result<Hash256, std::string> OlderOrigin::Codes::base_hash() {
    {
        const std::lock_guard lock(mutex_);
        if (base_hash_) return *base_hash_;
    }
    const auto code = base_->get(Area::top(), as_bytes(kCodeKey));
    if (!code) return Err(code.error().reason);
    const Hash256 hash = hashing::blake2b_256(*code ? **code : Bytes());
    const std::lock_guard lock(mutex_);
    base_hash_ = hash;
    return hash;
}

/// nullopt: it is not known without the code.
Result<std::optional<Hash256>, std::string> OlderOrigin::Codes::hash_of(const Hash256& block) {
    TRY_ASSIGN(const auto known, cache_->older(kCodeHashes, block.bytes));
    TRY_ASSIGN(auto hash, decoded<Hash256>(known));
    if (hash || node_ == nullptr) return hash;
    TRY_ASSIGN(hash, node_->value_hash(block, as_bytes(kCodeKey)));
    if (hash) TRY(cache_->put_older(kCodeHashes, block.bytes, hash->bytes));
    return hash;
}

Result<std::optional<std::optional<Bytes>>, std::string> OlderOrigin::Codes::of(const Hash256& block) {
    using Found = std::optional<std::optional<Bytes>>;
    TRY_ASSIGN(const auto hash, hash_of(block));
    if (!hash) return Found();
    if (TRY(base_hash()) == *hash) {
        auto code = base_->get(Area::top(), as_bytes(kCodeKey));
        if (!code) return Err(code.error().reason);
        return Found(*std::move(code));
    }
    TRY_ASSIGN(auto known, cache_->older(kCodes, hash->bytes));
    if (known) return Found(std::move(known));
    if (node_ == nullptr) return Err(not_in_cache("the code of " + shown(block)));
    const std::vector<Bytes> keys = {to_bytes(as_bytes(kCodeKey))};
    TRY_ASSIGN(auto values, node_->values(block, Area::top(), keys));
    if (values.empty() || !values[0] || hashing::blake2b_256(*values[0]) != *hash) {
        return Err("the origin says of the code of " + shown(block) +
                   " that it has another hash: choose another --endpoint");
    }
    TRY(cache_->put_older(kCodes, hash->bytes, *values[0]));
    return Found(std::move(values[0]));
}

Result<std::optional<Header>, std::string> OlderOrigin::known_header(const Hash256& block) {
    if (block == facts_.genesis_hash && is_before_fork(0)) return std::optional(facts_.genesis);
    TRY_ASSIGN(const auto known, cache_->older(kHeaders, block.bytes));
    return decoded<Header>(known);
}

Result<std::optional<Header>, std::string> OlderOrigin::find_header(const Hash256& block) {
    TRY_ASSIGN(auto known, known_header(block));
    if (known) return known;
    if (node_ == nullptr) return Err(not_in_cache(shown(block)));
    TRY_ASSIGN(auto header, node_->header(block));
    // The origin's later blocks are not those of the fork.
    if (!header || !is_before_fork(header->number)) return std::optional<Header>();
    TRY(cache_->put_older(kHeaders, block.bytes, scale::encode(*header)));
    return header;
}

chain::OlderBlocks::Read<std::shared_ptr<const Header>> OlderOrigin::header(const Hash256& block) {
    auto found = find_header(block);
    if (!found) return Err(failed_block_read(found.error()));
    if (!*found) return std::shared_ptr<const Header>();
    return std::shared_ptr<const Header>(std::make_shared<const Header>(**std::move(found)));
}

chain::OlderBlocks::Read<std::optional<Body>> OlderOrigin::body(const Hash256& block) {
    const auto find = [&]() -> Result<std::optional<Body>, std::string> {
        if (!TRY(find_header(block))) return std::optional<Body>();
        TRY_ASSIGN(const auto known, cache_->older(kBodies, block.bytes));
        TRY_ASSIGN(auto body, decoded<Body>(known));
        if (body) return body;
        if (node_ == nullptr) return Err(not_in_cache("the body of " + shown(block)));
        TRY_ASSIGN(body, node_->body(block));
        if (body) TRY(cache_->put_older(kBodies, block.bytes, scale::encode(*body)));
        return body;
    };
    auto found = find();
    if (!found) return Err(failed_block_read(found.error()));
    return *std::move(found);
}

Result<std::optional<Hash256>, std::string> OlderOrigin::known_hash(BlockNumber number) {
    if (number == 0) return std::optional(facts_.genesis_hash);
    if (number + 1 == facts_.header.number.value) return std::optional(facts_.header.parent_hash);
    TRY_ASSIGN(const auto known, cache_->older(kHashes, scale::encode(number)));
    return decoded<Hash256>(known);
}

chain::OlderBlocks::Read<std::vector<std::optional<Hash256>>> OlderOrigin::hashes(
    std::span<const BlockNumber> numbers) {
    using Found = std::vector<std::optional<Hash256>>;
    const auto find = [&]() -> Result<Found, std::string> {
        Found out(numbers.size());
        std::vector<BlockNumber> missing;
        std::vector<size_t> places;
        for (size_t i = 0; i < numbers.size(); ++i) {
            if (!is_before_fork(numbers[i])) continue;
            out[i] = TRY(known_hash(numbers[i]));
            if (out[i]) continue;
            missing.push_back(numbers[i]);
            places.push_back(i);
        }
        if (missing.empty()) return out;
        if (node_ == nullptr) return Err(not_in_cache("the hash of block " + std::to_string(missing[0])));
        for (size_t at = 0; at < missing.size(); at += OriginApi::kMaxAtOnce) {
            const auto some = std::span(missing).subspan(at, std::min(OriginApi::kMaxAtOnce, missing.size() - at));
            TRY_ASSIGN(const auto found, node_->hashes(some));
            for (size_t i = 0; i < found.size(); ++i) {
                out[places[at + i]] = found[i];
                if (found[i]) TRY(cache_->put_older(kHashes, scale::encode(some[i]), found[i]->bytes));
            }
        }
        return out;
    };
    auto found = find();
    if (!found) return Err(failed_block_read(found.error()));
    return *std::move(found);
}

chain::OlderBlocks::Read<std::unique_ptr<state::BlockState>> OlderOrigin::state(const Hash256& block) {
    auto found = find_header(block);
    if (!found) return Err(failed_block_read(found.error()));
    if (!*found) return std::unique_ptr<state::BlockState>();
    const std::lock_guard lock(mutex_);
    if (const auto* open = states_.find(block)) return state::make_fork_base(*open);
    ChainFacts facts;
    facts.header = **std::move(found);
    facts.hash = block;
    auto remote = std::make_shared<RemoteOrigin>(std::move(facts), Cache::of_block(cache_, block), node_, nullptr,
                                                 max_listed_bytes_);
    if (scheduler_ != nullptr) remote->fetch_with(*scheduler_);
    auto opened = std::make_shared<OlderState>(std::move(remote), codes_);
    states_.put(block, opened);
    return state::make_fork_base(std::move(opened));
}

bool OlderOrigin::is_at_hand(const Hash256& block) {
    if (block == facts_.genesis_hash) return true;
    return cache_->older_in_memory(kHeaders, block.bytes).has_value();
}

bool OlderOrigin::is_at_hand(BlockNumber number) {
    if (!is_before_fork(number)) return true;
    if (number == 0 || number + 1 == facts_.header.number.value) return true;
    return cache_->older_in_memory(kHashes, scale::encode(number)).has_value();
}

void OlderOrigin::fetch_with(platform::Scheduler& scheduler) {
    const std::lock_guard lock(mutex_);
    scheduler_ = &scheduler;
}

}  // namespace serinus::fork
