/// The validators of test networks: their names, and secrets that everybody knows.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace serinus::launcher {

struct Validator {
    std::string name;    ///< of its node: "alice"
    std::string secret;  ///< the URI of its session keys: "//Alice"
};

/// The validator with this index: Alice, Bob, Charlie, Dave, Eve, Ferdie, One, Two, and from there on Validator9, …
Validator validator_at(size_t index);
std::vector<Validator> first_validators(size_t count);
/// Whether `polkadot` has an option for the keys of this secret: `--alice` … `--two`.
bool has_key_option(const std::string& secret);

/// The sr25519 public key of a secret URI. Precondition: the URI is one of validator_at(), or that and "//stash".
Bytes sr25519_key_of(const std::string& secret);

}  // namespace serinus::launcher
