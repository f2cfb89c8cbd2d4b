#include "erasure/branches.hpp"

#include <algorithm>
#include <numeric>

#include "hashing/hashing.hpp"
#include "hashing/many.hpp"
#include "trie/proof.hpp"
#include "trie/reader.hpp"
#include "trie/root_builder.hpp"
#include "trie/trie.hpp"

namespace serinus::erasure {
namespace {

using Key = ByteArray<4>;

Key key_of(uint32_t index) noexcept {
    Key key;
    store_le(key.data(), index);
    return key;
}

/// Indices in the order of their keys: ascending by bytes, of which the first is the lowest.
std::vector<uint32_t> in_key_order(size_t count) {
    std::vector<uint32_t> indices(count);
    std::iota(indices.begin(), indices.end(), 0u);
    std::sort(indices.begin(), indices.end(),
              [](uint32_t a, uint32_t b) { return std::byteswap(a) < std::byteswap(b); });
    return indices;
}

void add_entries(trie::RootBuilder& builder, std::span<const Hash256> chunk_hashes) {
    SERINUS_ASSERT(!chunk_hashes.empty() && chunk_hashes.size() <= kMaxValidators);
    for (const uint32_t index : in_key_order(chunk_hashes.size())) {
        const Key key = key_of(index);
        SERINUS_ASSERT(builder.add(key, chunk_hashes[index].bytes).has_value());
    }
}

/// Keeps nodes by hash. No value is hashed in state version 0, and none has less than 32 bytes, so every node is given.
class NodeMap final : public trie::ChangeSink {
  public:
    explicit NodeMap(std::map<Hash256, Bytes>& nodes) : nodes_(nodes) {}

    void write_node(const trie::NibblePath&, const Hash256& hash, BytesView encoding) override {
        nodes_.emplace(hash, to_bytes(encoding));
    }
    void remove_node(const trie::NibblePath&) override {}
    void write_value(const trie::NibblePath&, const Hash256&, BytesView) override {}
    void remove_value(const trie::NibblePath&) override {}

  private:
    std::map<Hash256, Bytes>& nodes_;
};

/// Gives the nodes of a trie, and notes them in the order in which they are asked for.
class NotingSource final : public trie::NodeSource {
  public:
    explicit NotingSource(const std::map<Hash256, Bytes>& nodes) : nodes_(nodes) {}

    Result<BytesView, trie::SourceError> node_at(const trie::NibblePath&, const Hash256& hash) override {
        const auto found = nodes_.find(hash);
        ENSURE(found != nodes_.end(), trie::SourceError::kMissing);
        noted.push_back(found->second);
        return BytesView(found->second);
    }
    Result<BytesView, trie::SourceError> value_at(const trie::NibblePath& path, const Hash256& hash) override {
        return node_at(path, hash);
    }

    std::vector<BytesView> noted;

  private:
    const std::map<Hash256, Bytes>& nodes_;
};

}  // namespace

std::vector<Hash256> hash_chunks(const Chunks& chunks) {
    std::vector<BytesView> views(chunks.size());
    for (size_t i = 0; i < chunks.size(); ++i) views[i] = chunks[i];
    std::vector<Hash256> hashes(chunks.size());
    hashing::blake2b_256_many(views, hashes);
    return hashes;
}

Branches::Branches(std::span<const Hash256> chunk_hashes) : count_(chunk_hashes.size()) {
    NodeMap sink(nodes_);
    trie::RootBuilder builder(trie::StateVersion::kV0, sink);
    add_entries(builder, chunk_hashes);
    root_ = builder.finish();
}

Branch Branches::branch(uint32_t index) const {
    SERINUS_ASSERT(index < count_);
    NotingSource source(nodes_);
    const auto value = trie::TrieReader(source, root_).get(key_of(index));
    SERINUS_ASSERT(value.has_value() && value->has_value());
    Branch out;
    for (const BytesView node : source.noted) {
        // A key has 8 nibbles, each branch takes one, and a branch has 16 children and no value.
        auto bytes = Branch::value_type::from(to_bytes(node));
        SERINUS_ASSERT(bytes.has_value() && out.try_push(std::move(*bytes)));
    }
    return out;
}

Hash256 erasure_root(std::span<const Hash256> chunk_hashes) {
    trie::RootBuilder builder(trie::StateVersion::kV0);
    add_entries(builder, chunk_hashes);
    return builder.finish();
}

Hash256 erasure_root(const Chunks& chunks) { return erasure_root(hash_chunks(chunks)); }

const char* to_string(Verdict verdict) noexcept {
    switch (verdict) {
        case Verdict::kValid:
            return "valid";
        case Verdict::kInvalidBranch:
            return "invalid branch";
        case Verdict::kNoSuchChunk:
            return "no such chunk";
        case Verdict::kWrongHash:
            return "the chunk has another hash";
        case Verdict::kWrongRoot:
            return "the payload has another erasure root";
        case Verdict::kEmptyPayload:
            return "empty payload";
    }
    return "unknown";
}

Result<Hash256, Verdict> branch_hash(const Hash256& root, const Branch& branch, uint32_t index) {
    std::vector<Bytes> nodes;
    std::vector<Hash256> hashes;
    for (const auto& node : branch) {
        nodes.push_back(node.inner());
        hashes.push_back(hashing::blake2b_256(node.inner()));
    }
    trie::ProofSource source(nodes, hashes);
    const Key key = key_of(index);
    const auto value = trie::TrieReader(source, root).get(key);
    ENSURE(value.has_value(), Verdict::kInvalidBranch);
    ENSURE(value->has_value(), Verdict::kNoSuchChunk);
    // Observed: polkadot-erasure-coding 28.0.0 decodes a hash from the front of the value and does not
    // look behind it.
    const BytesView bytes = **value;
    ENSURE(bytes.size() >= Hash256::kSize, Verdict::kInvalidBranch);
    return *Hash256::from(bytes.first(Hash256::kSize));
}

Verdict check_chunk(const Hash256& root, const Branch& branch, uint32_t index, BytesView chunk) {
    const auto hash = branch_hash(root, branch, index);
    if (!hash) return hash.error();
    return *hash == hashing::blake2b_256(chunk) ? Verdict::kValid : Verdict::kWrongHash;
}

Verdict check_payload(const Code& code, BytesView payload, const Hash256& root) {
    const auto chunks = code.encode(payload);
    if (!chunks) return Verdict::kEmptyPayload;
    return erasure_root(*chunks) == root ? Verdict::kValid : Verdict::kWrongRoot;
}

}  // namespace serinus::erasure
