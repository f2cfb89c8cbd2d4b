/// Origins as a person names them.
#pragma once

#include "crypto/ss58.hpp"
#include "metadata/metadata.hpp"

namespace serinus::governance {

/// The encoding of an origin of the type `origin_type` (the runtime's `OriginCaller`) from its name:
/// - "root", or any other case without fields: "treasurer", "whitelisted_caller", "Origins.StakingAdmin". Case,
///   underscores and hyphens do not matter; the pallet before a dot is needed only where two have the name;
/// - "signed:ACCOUNT", with an address or a public key in hex;
/// - "0x…", the encoding itself.
/// The error is a sentence.
Result<Bytes, std::string> encode_origin(const metadata::Metadata& metadata, uint32_t origin_type,
                                         std::string_view name);

/// The names without fields, in the order of the metadata, as encode_origin() takes them: "root", "staking_admin".
std::vector<std::string> origin_names(const metadata::Metadata& metadata, uint32_t origin_type);

}  // namespace serinus::governance
