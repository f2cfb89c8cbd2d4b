/// What is deprecated, as documentation comments say it. A line of the comment that is one of
///
///     /// Deprecated.
///     /// Deprecated: use `other` instead.
///     /// Deprecated since 1.2.
///     /// Deprecated since 1.2: use `other` instead.
///
/// (the note goes on in the lines behind it, up to an empty one or the end) stands for an item of metadata 16 that
/// should not be used any more. So every item can be marked, whether it is a type, a member or an enumerator, and
/// people who read the header see it.
#pragma once

#include "runtime/sdk/metadata/model_v16.hpp"

namespace serinus::sdk::metadata {

/// nullopt: no line says it. An empty note is none.
std::optional<Deprecated> deprecation_in(const Docs& docs);

ItemDeprecation item_deprecation(const Docs& docs);

/// Of the variants of an enum; nothing for other types.
std::map<uint8_t, VariantDeprecation> variant_deprecations(const Type& type);

}  // namespace serinus::sdk::metadata
