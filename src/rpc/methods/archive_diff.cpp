// archive_v1_storageDiff: what differs between the states of two blocks.
#include <set>

#include "base/hex.hpp"
#include "hashing/hashing.hpp"
#include "rpc/chain_head/events.hpp"
#include "rpc/chain_head/storage_params.hpp"
#include "rpc/methods/access.hpp"
#include "rpc/methods/archive.hpp"

namespace serinus::rpc {
namespace {

using chain_head::invalid_argument;

constexpr size_t kEntriesAtOnce = 1024;  ///< of each state
constexpr size_t kMaxItems = 1024;       ///< ours

/// Entries of one trie that are to be compared.
struct Part {
    std::optional<Bytes> child;
    std::set<Bytes> values;  ///< prefixes of keys whose values are wanted
    std::set<Bytes> hashes;

    static bool has_prefix_of(const std::set<Bytes>& prefixes, BytesView key) {
        return std::any_of(prefixes.begin(), prefixes.end(), [&](const Bytes& prefix) {
            return key.size() >= prefix.size() && equal(key.first(prefix.size()), prefix);
        });
    }
};

Result<std::vector<Part>, RpcError> read_parts(const Params& params, size_t index) {
    const Json* items = params.find(index);
    if (items == nullptr) return std::vector<Part>{{std::nullopt, {Bytes()}, {}}};
    ENSURE(items->is_array() && items->get_array().size() <= kMaxItems, invalid_argument("items: expected an array"));
    std::map<std::optional<Bytes>, Part> parts;
    for (const Json& item : items->get_array()) {
        const auto* object = item.if_object();
        ENSURE(object != nullptr, invalid_argument("items: expected objects"));
        const auto key = TRY(chain_head::bytes_member(*object, "key"));
        const auto child = TRY(chain_head::bytes_member(*object, "childTrieKey"));
        const Json* type = object->if_contains("returnType");
        ENSURE(type != nullptr && type->is_string(), invalid_argument("items: missing field `returnType`"));
        const std::string_view name(type->get_string());
        ENSURE(name == "value" || name == "hash", invalid_argument("items: returnType is `value` or `hash`"));
        Part& part = parts[child];
        part.child = child;
        (name == "value" ? part.values : part.hashes).insert(key.value_or(Bytes()));
    }
    if (parts.empty()) return std::vector<Part>{{std::nullopt, {Bytes()}, {}}};
    std::vector<Part> out;
    for (auto& [child, part] : parts) out.push_back(std::move(part));
    return out;
}

/// The entries of one state in order, some at a time.
class Entries {
  public:
    /// Null at the end.
    Result<const std::pair<Bytes, Bytes>*, std::string> front(state::BlockState& state, state::Area area) {
        if (at_ == loaded_.size() && !is_complete_) TRY(load(state, area));
        return at_ == loaded_.size() ? nullptr : &loaded_[at_];
    }
    void pop() { ++at_; }
    void restart() { *this = Entries(); }

  private:
    Result<void, std::string> load(state::BlockState& state, state::Area area) {
        loaded_.clear();
        at_ = 0;
        is_complete_ = true;
        const auto done = state.visit(area, from_, [&](BytesView key, BytesView value) {
            is_complete_ = loaded_.size() < kEntriesAtOnce;
            if (!is_complete_) return false;
            loaded_.emplace_back(to_bytes(key), to_bytes(value));
            return true;
        });
        ENSURE(done, done.error().reason);
        if (loaded_.empty()) return {};
        from_ = loaded_.back().first;
        from_.push_back(0);
        return {};
    }
    std::vector<std::pair<Bytes, Bytes>> loaded_;
    size_t at_ = 0;
    Bytes from_;
    bool is_complete_ = false;
};

class DiffFeed final : public ArchiveFeed {
  public:
    DiffFeed(Services& services, std::shared_ptr<Sink> sink, const Hash256& block, std::optional<Hash256> previous,
             std::vector<Part> parts)
        : ArchiveFeed(services, std::move(sink)), block_(block), previous_(previous), parts_(std::move(parts)) {}

  private:
    Result<bool, std::string> read(std::deque<std::string>& events) override {
        if (!is_checked_) TRY(check());
        is_checked_ = true;
        TRY_ASSIGN(const auto old_state, open_state(client(), *previous_));
        TRY_ASSIGN(const auto new_state, open_state(client(), block_));
        for (size_t steps = 0; at_ < parts_.size(); ++steps) {
            if (steps >= kEntriesAtOnce && !events.empty()) return false;
            const Part& part = parts_[at_];
            const state::Area area = part.child ? state::Area::child(*part.child) : state::Area::top();
            const auto* before = TRY(old_.front(*old_state, area));
            const auto* after = TRY(new_.front(*new_state, area));
            if (before == nullptr && after == nullptr) {
                ++at_;
                old_.restart();
                new_.restart();
            } else if (after == nullptr || (before != nullptr && before->first < after->first)) {
                add(events, part, before->first, before->second, "deleted");
                old_.pop();
            } else if (before == nullptr || after->first < before->first) {
                add(events, part, after->first, after->second, "added");
                new_.pop();
            } else {
                if (before->second != after->second) add(events, part, after->first, after->second, "modified");
                old_.pop();
                new_.pop();
            }
        }
        return true;
    }

    Result<void, std::string> check() {
        const auto header = client().find_header(block_);
        ENSURE(header && *header != nullptr, "Block header is not present: " + to_hex_prefixed(block_.bytes));
        if (!previous_) previous_ = (*header)->parent_hash;
        const auto is_before = client().is_ancestor(*previous_, block_);
        ENSURE(is_before && *is_before, std::string("The previous block is not an ancestor of the block"));
        return {};
    }

    static void add(std::deque<std::string>& events, const Part& part, BytesView key, BytesView value,
                    const char* type) {
        const auto event = [&](const char* field, BytesView content) {
            std::string out = R"({"event":"storageDiff","key":")" + to_hex_prefixed(key) + R"(",")" + field + R"(":")" +
                              to_hex_prefixed(content) + R"(","type":")" + type + '"';
            if (part.child) out += R"(,"childTrieKey":")" + to_hex_prefixed(*part.child) + '"';
            events.push_back(out + "}");
        };
        if (Part::has_prefix_of(part.values, key)) event("value", value);
        if (Part::has_prefix_of(part.hashes, key)) event("hash", hashing::blake2b_256(value).bytes);
    }

    std::string done() const override { return R"({"event":"storageDiffDone"})"; }
    std::string failed(const std::string& reason) const override {
        return R"({"event":"storageDiffError","error":)" + chain_head::quoted(reason) + "}";
    }

    Hash256 block_;
    std::optional<Hash256> previous_;
    std::vector<Part> parts_;
    size_t at_ = 0;
    Entries old_, new_;
    bool is_checked_ = false;
};

}  // namespace

void add_archive_diff(Registry& registry, Services& services) {
    registry.subscription(
        "archive_v1_storageDiff", "archive_v1_storageDiffEvent", "archive_v1_stopStorageDiff",
        {.parameters = {"hash", "items", "previousHash"}},
        [&services](const Call& call, std::shared_ptr<Sink> sink) -> Result<void, RpcError> {
            TRY_ASSIGN(const Hash256 hash, call.params.hash(0, "hash"));
            TRY_ASSIGN(auto parts, read_parts(call.params, 1));
            TRY_ASSIGN(const auto previous, call.params.optional_hash(2, "previousHash"));
            std::make_shared<DiffFeed>(services, std::move(sink), hash, previous, std::move(parts))->start(call);
            return {};
        });
    // Observed: its name in polkadot 1.25.1.
    registry.alias("archive_v1_storageDiff_stopStorageDiff", "archive_v1_stopStorageDiff");
}

}  // namespace serinus::rpc
