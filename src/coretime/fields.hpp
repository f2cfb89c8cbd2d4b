/// Parts of values as metadata::Shower shows them.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string_view>

#include "base/checked.hpp"

namespace serinus::coretime {

/// nullptr: it is no object, or it has no such field.
const boost::json::value* field(const boost::json::value& value, std::string_view name) noexcept;
/// The field of a field, of any depth: nullptr if one is missing.
const boost::json::value* field_at(const boost::json::value& value,
                                   std::initializer_list<std::string_view> names) noexcept;

/// A number, or the decimal digits of a large one. nullopt: it is neither, or nullptr.
std::optional<uint128_t> number_in(const boost::json::value* value) noexcept;
/// The same if it fits.
std::optional<uint32_t> u32_in(const boost::json::value* value) noexcept;

/// Empty if it is no array, or nullptr.
const boost::json::array& items_of(const boost::json::value* value) noexcept;

}  // namespace serinus::coretime
