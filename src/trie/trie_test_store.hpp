/// A store of nodes by position, as a database keeps them, for the tests of this folder.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "hashing/hashing.hpp"
#include "trie/trie.hpp"

namespace serinus::trie::test {

/// Takes commits in place and serves them; checks the promises of both sides.
struct Store final : NodeSource, ChangeSink {
    std::map<NibblePath, Bytes> nodes;
    std::map<NibblePath, Bytes> values;
    std::set<std::pair<bool, NibblePath>> changed;  ///< in this commit: (is a value, where)
    std::vector<NibblePath> requested;
    std::optional<size_t> requests_until_failure;

    void finish_commit() { changed.clear(); }

    Result<BytesView, SourceError> node_at(const NibblePath& position, const Hash256& hash) override {
        return find(nodes, position, hash);
    }
    Result<BytesView, SourceError> value_at(const NibblePath& path, const Hash256& hash) override {
        return find(values, path, hash);
    }

    void write_node(const NibblePath& position, const Hash256& hash, BytesView encoding) override {
        write(nodes, position, hash, encoding);
    }
    void remove_node(const NibblePath& position) override { remove(nodes, position); }
    void write_value(const NibblePath& path, const Hash256& hash, BytesView value) override {
        write(values, path, hash, value);
    }
    void remove_value(const NibblePath& path) override { remove(values, path); }

  private:
    using Map = std::map<NibblePath, Bytes>;

    Result<BytesView, SourceError> find(const Map& from, const NibblePath& where, const Hash256& hash) {
        requested.push_back(where);
        if (requests_until_failure) {
            ENSURE(*requests_until_failure != 0, SourceError::kFailed);
            --*requests_until_failure;
        }
        const auto found = from.find(where);
        ENSURE(found != from.end(), SourceError::kMissing);
        // Tests of malformed nodes name them by zeros.
        SERINUS_ASSERT(hash == Hash256{} || hash == hashing::blake2b_256(found->second));
        return BytesView(found->second);
    }
    void write(Map& to, const NibblePath& where, const Hash256& hash, BytesView bytes) {
        SERINUS_ASSERT(hash == hashing::blake2b_256(bytes));
        SERINUS_ASSERT(changed.emplace(&to == &values, where).second);
        to[where] = to_bytes(bytes);
    }
    void remove(Map& from, const NibblePath& where) {
        SERINUS_ASSERT(changed.emplace(&from == &values, where).second);
        SERINUS_ASSERT(from.erase(where) == 1);
    }
};

}  // namespace serinus::trie::test
