/// Child tries: tries of their own whose roots are entries of the top trie, under `default_child_root_key`.
#pragma once

#include <map>

#include "trie/trie.hpp"

namespace serinus::trie {

/// Enters the root of the child trie `storage_key` in the top trie, or removes that entry if the child has no entries.
/// A root has 32 bytes, so it stands in its node in either version. On an error the top trie is unchanged.
/// Spec: sect-child-trie-structure. Observed: polkadot-stable2407: an empty child trie leaves no entry.
Result<void, TrieError> enter_child_root(Trie& top, BytesView storage_key, const Hash256& root);

/// The root of the top trie after those of the children, by storage key, are entered in it. Child tries that are not
/// given keep the entries they have. On an error some children may be entered already; the call can be repeated.
Result<Hash256, TrieError> root_with_children(Trie& top, std::map<Bytes, Trie>& children);

}  // namespace serinus::trie
