#include "fork/snapshot.hpp"

#include "hashing/hashing.hpp"
#include "trie/root_builder.hpp"

namespace serinus::fork {
namespace {

using state::Area;

constexpr std::string_view kMagic = "serinus state 1\n";
constexpr std::string_view kChildPrefix = ":child_storage:default:";
/// Ours, of one entry or of the description of the chain.
constexpr uint32_t kMaxPieceBytes = uint32_t{64} << 20;
constexpr size_t kMaxChildBytes = size_t{64} << 20;  ///< ours, of the names of all child tries
constexpr uint64_t kProgressEach = 4'096;

/// The root of entries in their order, in both versions of states.
class Roots {
  public:
    /// False: the key is not behind the one before it.
    bool add(BytesView key, BytesView value) {
        return static_cast<bool>(v0_.add(key, value)) && static_cast<bool>(v1_.add(key, value));
    }
    bool is(const Hash256& root) {
        const Hash256 v0 = v0_.finish(), v1 = v1_.finish();
        return root == v0 || root == v1;
    }

  private:
    trie::RootBuilder v0_{trie::StateVersion::kV0}, v1_{trie::StateVersion::kV1};
};

std::optional<Bytes> child_of(BytesView key) {
    if (!as_text(key).starts_with(kChildPrefix)) return std::nullopt;
    return to_bytes(key.subspan(kChildPrefix.size()));
}

/// Checks entries as they come: the top trie first, then its child tries in their order.
class RootCheck {
  public:
    explicit RootCheck(const Hash256& root) : expected_(root) {}

    bool add(const std::optional<Bytes>& child, BytesView key, BytesView value) {
        if (child != current_) {
            close();
            current_ = child;
            const auto found = child ? child_roots_.find(*child) : child_roots_.end();
            if (found == child_roots_.end()) return false;
            expected_ = found->second;
            child_roots_.erase(found);
        }
        if (!child) {
            if (const auto name = child_of(key)) {
                ++child_tries;
                const auto root = Hash256::from(value);
                if (!root) return false;
                child_roots_[*name] = *root;
            }
        }
        return roots_.add(key, value);
    }
    bool finish() {
        close();
        return is_good_ && child_roots_.empty();
    }

    uint64_t child_tries = 0;

  private:
    void close() { is_good_ = roots_.is(expected_) && is_good_; }

    Roots roots_;
    Hash256 expected_;
    std::optional<Bytes> current_;
    std::map<Bytes, Hash256> child_roots_;
    bool is_good_ = true;
};

/// Writes pieces, and hashes what was written.
class Writer {
  public:
    explicit Writer(const WriteBytes& write) : write_(write) {}
    Result<void, std::string> raw(BytesView bytes) {
        hash_ = hashing::blake2b_256(concat(hash_.bytes, hashing::blake2b_256(bytes).bytes));
        size += bytes.size();
        return write_(bytes);
    }
    Result<void, std::string> piece(BytesView bytes) {
        if (bytes.size() > kMaxPieceBytes) return Err(std::string("an entry of the state is larger than 64 MiB"));
        return raw(concat(scale::encode(static_cast<uint32_t>(bytes.size())), bytes));
    }
    const Hash256& hash() const noexcept { return hash_; }
    uint64_t size = 0;

  private:
    const WriteBytes& write_;
    Hash256 hash_;  ///< of the hash before and of the last piece
};

class SnapshotReader {
  public:
    explicit SnapshotReader(const ReadBytes& read) : read_(read) {}
    /// Exactly so many.
    Result<Bytes, std::string> raw(size_t size) {
        Bytes out(size);
        for (size_t done = 0; done < size;) {
            TRY_ASSIGN(const size_t got, read_(MutableBytesView(out).subspan(done)));
            if (got == 0) return Err(std::string("the file is truncated"));
            done += got;
        }
        total += size;
        return out;
    }
    Result<Bytes, std::string> piece() {
        TRY_ASSIGN(const Bytes length, raw(sizeof(uint32_t)));
        const auto size = load_le<uint32_t>(length.data());
        if (size > kMaxPieceBytes) return Err(std::string("the file is damaged: a piece of it is too long"));
        TRY_ASSIGN(Bytes out, raw(size));
        note(concat(length, out));
        return out;
    }
    void note(BytesView bytes) { hash_ = hashing::blake2b_256(concat(hash_.bytes, hashing::blake2b_256(bytes).bytes)); }
    const Hash256& hash() const noexcept { return hash_; }
    uint64_t total = 0;

  private:
    const ReadBytes& read_;
    Hash256 hash_;
};

struct EntryRow {
    std::optional<Bytes> child;
    Bytes key, value;
};

}  // namespace

Result<SnapshotInfo, std::string> write_snapshot(RemoteOrigin& origin, const ChainFacts& facts, const WriteBytes& write,
                                                 const std::function<bool(uint64_t entries)>& progress) {
    SnapshotInfo out{.facts = facts};
    Writer writer(write);
    TRY(writer.raw(as_bytes(kMagic)));
    TRY(writer.piece(scale::encode(facts)));
    RootCheck check(facts.header.state_root);
    bool is_in_order = true;
    std::vector<Bytes> children;
    size_t children_bytes = 0;
    const auto write_area = [&](const std::optional<Bytes>& child) -> Result<void, std::string> {
        const Area area = child ? Area::child(*child) : Area::top();
        Bytes key;
        for (;;) {
            auto next = origin.next_key(area, key);
            if (!next) return Err(next.error().reason);
            if (!*next) return {};
            key = **std::move(next);
            const auto value = origin.get(area, key);
            if (!value) return Err(value.error().reason);
            if (!*value) return Err(std::string("the origin lists a key that it has no value of"));
            if (!child) {
                if (auto name = child_of(key)) {
                    children_bytes += name->size();
                    children.push_back(*std::move(name));
                }
                if (children_bytes > kMaxChildBytes) return Err(std::string("the origin lists too many child tries"));
            }
            is_in_order = check.add(child, key, **value) && is_in_order;
            TRY(writer.piece(scale::encode(EntryRow{child, key, **value})));
            if (++out.entries % kProgressEach == 0 && !progress(out.entries)) return Err(std::string("interrupted"));
        }
    };
    TRY(write_area(std::nullopt));
    for (const Bytes& child : children) TRY(write_area(child));
    TRY(writer.piece({}));
    const Bytes end = concat(scale::encode(out.entries), writer.hash().bytes);
    TRY(write(end));
    out.has_root = check.finish() && is_in_order;
    out.child_tries = check.child_tries;
    out.bytes = writer.size + end.size();
    return out;
}

Result<SnapshotInfo, std::string> read_snapshot(const ReadBytes& read, const TakeSnapshotEntry& take) {
    SnapshotInfo out;
    SnapshotReader reader(read);
    const auto magic = reader.raw(kMagic.size());
    if (!magic || as_text(*magic) != kMagic) return Err(std::string("the file is no snapshot of a state"));
    reader.note(*magic);
    TRY_ASSIGN(const Bytes facts, reader.piece());
    auto decoded = scale::decode<ChainFacts>(facts);
    if (!decoded) return Err(std::string("the file is damaged: its description of the chain cannot be read"));
    out.facts = *std::move(decoded);
    RootCheck check(out.facts.header.state_root);
    bool is_in_order = true;
    for (;;) {
        TRY_ASSIGN(const Bytes piece, reader.piece());
        if (piece.empty()) break;
        auto row = scale::decode<EntryRow>(piece);
        if (!row) return Err(std::string("the file is damaged: an entry cannot be read"));
        is_in_order = check.add(row->child, row->key, row->value) && is_in_order;
        ++out.entries;
        if (take) take(row->child, std::move(row->key), std::move(row->value));
    }
    const Hash256 hash = reader.hash();
    TRY_ASSIGN(const Bytes end, reader.raw(sizeof(uint64_t) + sizeof(Hash256)));
    if (end != concat(scale::encode(out.entries), hash.bytes)) {
        return Err(std::string("the file is damaged: its content is not what was written"));
    }
    out.has_root = check.finish() && is_in_order;
    out.child_tries = check.child_tries;
    out.bytes = reader.total;
    return out;
}

}  // namespace serinus::fork
