/** Words of the organisation's calendar. */
import type { Pattern } from "@/api/organisation";
import type { WeekStart } from "@/lib/calendar";

export const weekdayNames: Readonly<Record<WeekStart, string>> = {
  monday: "Monday", tuesday: "Tuesday", wednesday: "Wednesday", thursday: "Thursday", friday: "Friday", saturday: "Saturday", sunday: "Sunday",
};
export const patternNames: Readonly<Record<Pattern, string>> = {
  gregorian: "Calendar months", "4-4-5": "4-4-5 weeks", "4-5-4": "4-5-4 weeks (retail)", "5-4-4": "5-4-4 weeks", custom: "A list of our own",
};
export const monthNames = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

export const organisationText = {
  title: "Organisation",
  open: "Calendar, holidays, signing in",
  calendar: "Calendar",
  calendarHint: "Weeks and fiscal periods of every figure and target",
  mayNot: "You may look at the calendar. Owners, admins and finance may change it.",
  weekStart: "Weeks begin on",
  pattern: "Fiscal months are",
  firstMonth: "The fiscal year begins with",
  anchor: "A year of weeks ends on",
  last: "the last such day of the month before",
  nearest: "the one nearest to the end of the month before",
  starts: "First days of the fiscal months",
  startsHint: "Twelve days a year such as 2026-01-29, and at last the day after the last year. One a line.",
  holidays: "Public holidays",
  ofStores: "Those of the countries of our stores",
  ownPlaces: "These places",
  places: "Countries and parts of them",
  placesHint: "Two letters such as DE; a part follows a hyphen, such as DE-BE",
  save: "Save the calendar",
  saved: "The calendar was saved. Figures by week and by fiscal period follow it from now on.",
  periods: "Fiscal months",
  periodsHint: "As saved: the one that is running and those that follow",
  own: "Weeks",
  ownHint: "How calendars are drawn for you; figures stay by the weeks of the organisation",
  ownLabel: "Weeks begin on, for me",
  asOrganisation: (day: string) => `As the organisation: ${day}`,
  ownSaved: "Calendars are drawn as you chose.",
  weeksFrom: (day: string) => `weeks from ${day}, the organisation's`,
};
