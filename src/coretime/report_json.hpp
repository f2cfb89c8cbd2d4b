/// The report as JSON, of the command and of the method of the node.
#pragma once

#include <boost/json/object.hpp>

#include "coretime/cores.hpp"

namespace serinus::coretime {

/// Amounts are decimal texts of planck:
///
///     {"block": {"number", "hash"}, "configuredCores", "groups", "lookahead",
///      "groupRotation": {"frequency", "nextAt"},
///      "cores": [{"core", "work": {"shares": [{"use": "idle" | "pool" | "task", "para", "parts"}], "endHint"} | null,
///                 "isServed": bool, "until": number | null, "scheduled": [{"begin", "shares", "endHint"}], "claims":
///                 [para], "occupant": {"para", "candidate", "since", "timesOutAt", "available", "validators"} | null,
///                 "group": number | null, "validators": [{"index", "account"}]}],
///      "onDemand": {"price", "baseFee", "traffic", "queued", "maxQueued", "orders": [{"para", "core", "orderedAt"}],
///                   "affinities": [{"para", "core", "claims"}]} | null,
///      "leases": [{"para", "account", "deposit", "firstPeriod", "lastPeriod", "end"}]}
///
/// "traffic" in parts of 10^18. Of one para: "para" and "lifecycle" besides, and only what it has.
boost::json::object report_json(const CoresReport& report);

}  // namespace serinus::coretime
