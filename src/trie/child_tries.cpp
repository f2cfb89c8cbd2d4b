#include "trie/child_tries.hpp"

#include "trie/proof.hpp"
#include "trie/root_builder.hpp"

namespace serinus::trie {

Result<void, TrieError> enter_child_root(Trie& top, BytesView storage_key, const Hash256& root) {
    const Bytes key = default_child_root_key(storage_key);
    if (root != empty_root()) return top.insert(key, root, StateVersion::kV0);
    TRY(top.remove(key));
    return {};
}

Result<Hash256, TrieError> root_with_children(Trie& top, std::map<Bytes, Trie>& children) {
    for (auto& [storage_key, child] : children) TRY(enter_child_root(top, storage_key, child.root()));
    return top.root();
}

}  // namespace serinus::trie
