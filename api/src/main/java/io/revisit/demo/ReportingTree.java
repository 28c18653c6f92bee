package io.revisit.demo;

import io.revisit.demo.Northwind.Employee;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Units and roles from who reports to whom: whoever has reports leads a unit below his manager's, everybody else
 * belongs to his manager's; the head is director, other leaders are supervisors, the rest are reps.
 */
record ReportingTree(List<Unit> units, Map<String, Place> places) {

    /** A unit and the one above it. */
    record Unit(String name, @Nullable String parent) {}

    /** Where somebody stands. */
    record Place(String role, String unit) {}

    static ReportingTree of(String company, List<Employee> employees) {
        Set<String> leaders = employees.stream()
                .filter(employee -> employee.managerId() != null)
                .map(Employee::managerId)
                .collect(Collectors.toSet());
        Map<String, Employee> waiting = new LinkedHashMap<>();
        employees.forEach(employee -> waiting.put(employee.id(), employee));
        List<Unit> units = new ArrayList<>();
        Map<String, Place> places = new LinkedHashMap<>();
        while (!waiting.isEmpty()) {
            List<Employee> next = waiting.values().stream()
                    .filter(employee -> employee.managerId() == null || places.containsKey(employee.managerId()))
                    .toList();
            if (next.isEmpty()) {
                throw new IllegalArgumentException("these report in a circle: " + waiting.keySet());
            }
            for (Employee employee : next) {
                waiting.remove(employee.id());
                places.put(employee.id(), place(company, employee, leaders.contains(employee.id()), places, units));
            }
        }
        return new ReportingTree(units, places);
    }

    Place place(String employeeId) {
        return Objects.requireNonNull(places.get(employeeId), employeeId);
    }

    private static Place place(
            String company, Employee employee, boolean leads, Map<String, Place> places, List<Unit> units) {
        Place manager = employee.managerId() == null ? null : places.get(employee.managerId());
        if (manager == null) {
            units.add(new Unit(company, null));
            return new Place("DIRECTOR", company);
        }
        if (!leads) {
            return new Place("REP", manager.unit());
        }
        String unit = employee.lastName() + "'s team";
        units.add(new Unit(unit, manager.unit()));
        return new Place("SUPERVISOR", unit);
    }
}
